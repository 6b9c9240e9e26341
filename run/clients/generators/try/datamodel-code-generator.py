import json
import os
import urllib.request

from models import Collage, CollageBody, ProductPage

base, headers = os.environ["BASE"], {"Authorization": f"Bearer {os.environ['TOKEN']}", "Content-Type": "application/json"}

with urllib.request.urlopen(f"{base}/products?limit=2") as response:
    products = ProductPage.model_validate_json(response.read())
assert len(products.items) == 2 and products.items[0].created.year == 2026

body = CollageBody(title="One", items=[]).model_dump_json(exclude_none=True).encode()
with urllib.request.urlopen(urllib.request.Request(f"{base}/collages", data=body, headers=headers)) as response:
    assert Collage.model_validate(json.load(response)).title == "One"
