import json
import os
import urllib.error
import urllib.request

from models import Collage, CollageBody, CollageBodyPatch, Problem, Product, ProductPage


def send(path, body=None, **fields):
    """The content of the response, and its ETag."""
    headers = {"Authorization": f"Bearer {os.environ['TOKEN']}"} | {name.replace("_", "-"): value for name, value in fields.items()}
    data = body and body.model_dump_json(exclude_unset=True).encode()
    method = "PATCH" if "If_Match" in fields else None
    request = urllib.request.Request(f"{os.environ['BASE']}{path}", data, headers, method=method)
    with urllib.request.urlopen(request) as response:
        return response.read(), response.headers["ETag"]


products = ProductPage.model_validate_json(send("/products?limit=2")[0])
assert len(products.items) == 2 and products.items[0].created.year == 2026
assert Product.model_validate_json(send("/products/linen-tank")[0]).id == "linen-tank"
try:
    send("/products/none")
except urllib.error.HTTPError as refused:
    assert Problem.model_validate(json.load(refused)).status == 404

content, tag = send("/collages", CollageBody(title="One", items=[]), Content_Type="application/json")
made = Collage.model_validate_json(content)
patch = CollageBodyPatch(title="Two")
content, _ = send(f"/collages/{made.id}", patch, Content_Type="application/merge-patch+json", If_Match=tag)
assert Collage.model_validate_json(content).title == "Two"
