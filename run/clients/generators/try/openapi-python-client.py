import os

from ogrom_client import AuthenticatedClient
from ogrom_client.api.collages import create_collage, update_collage
from ogrom_client.api.products import get_product, list_products
from ogrom_client.models import Collage, CollageBody, CollageBodyPatch, Problem, Product, ProductPage

client = AuthenticatedClient(base_url=os.environ["BASE"], token=os.environ["TOKEN"])

products = list_products.sync(client=client, limit=2)
assert isinstance(products, ProductPage) and len(products.items) == 2
assert products.items[0].created.year == 2026
product = get_product.sync("linen-tank", client=client)
assert isinstance(product, Product) and product.id == "linen-tank"
problem = get_product.sync("none", client=client)
assert isinstance(problem, Problem) and problem.status == 404

made = create_collage.sync_detailed(client=client, body=CollageBody(title="One", items=[]))
assert isinstance(made.parsed, Collage), made
patched = update_collage.sync(
    made.parsed.id, client=client, if_match=made.headers["etag"], body=CollageBodyPatch(title="Two")
)
assert isinstance(patched, Collage) and patched.title == "Two"
