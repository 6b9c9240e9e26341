import os

from openapi_client import ApiClient, Configuration
from openapi_client.api.collages_api import CollagesApi
from openapi_client.api.products_api import ProductsApi
from openapi_client.exceptions import NotFoundException
from openapi_client.models.collage_body import CollageBody
from openapi_client.models.collage_body_patch import CollageBodyPatch

configuration = Configuration(host=os.environ["BASE"], access_token=os.environ["TOKEN"])

with ApiClient(configuration) as client:
    api = ProductsApi(client)
    products = api.list_products(limit=2)
    assert len(products.items) == 2 and products.items[0].created.year == 2026
    assert api.get_product("linen-tank").id == "linen-tank"
    try:
        api.get_product("none")
        raise AssertionError("there is no 404")
    except NotFoundException as refused:
        assert refused.data is not None and refused.data.status == 404

    collages = CollagesApi(client)
    made = collages.create_collage_with_http_info(CollageBody(title="One", items=[]))
    tag = (made.headers or {})["etag"]
    patch = CollageBodyPatch(title="Two")
    assert collages.update_collage(collage=made.data.id, if_match=tag, collage_body_patch=patch).title == "Two"
