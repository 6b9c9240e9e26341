"""Compares the models in generated code with the schemas of the document: names.py DOCUMENT FOLDER

Each schema has a file of its own name, and no model has another name. Each file has the names of all properties.
"""

import json
import pathlib
import sys


def main(document, folder):
    schemas = json.loads(pathlib.Path(document).read_text())["components"]["schemas"]
    # CollagePage, in some languages in collage_page.dart.
    files = {file.stem.replace("_", "").lower(): file for file in pathlib.Path(folder).iterdir()}
    names = {name.lower(): name for name in schemas}
    complaints = [f"{files[name]} is no schema" for name in files.keys() - names.keys()]
    complaints += [f"there is no {names[name]}" for name in names.keys() - files.keys()]
    for name in files.keys() & names.keys():
        text = files[name].read_text()
        properties = schemas[names[name]].get("properties", {})
        complaints += [f"{names[name]} has no {property}" for property in properties if property not in text]
    sys.exit("\n".join(complaints) or None)


if __name__ == "__main__":
    main(*sys.argv[1:])
