"""Checks that the code generated for Swift and Kotlin matches the document.

Usage: check.py PLAIN-DOCUMENT SWIFT-FOLDER KOTLIN-FOLDER

The generators get unions wrong: of a `oneOf`, the one for Kotlin makes one class or interface with the members of all
variants. Nobody sees that before it runs. So there must be none, in the document and in what is made of it.
"""

import json
import re
import sys
from pathlib import Path

# The name exists already.
RENAMED = {"swift": {}, "kotlin": {}}
MODELS = {"swift": "Sources/Ogrom/Models/{}.swift", "kotlin": "src/main/kotlin/ogrom/models/{}.kt"}
# A member; its name in JSON is the second group, or else the first.
MEMBER = {"swift": r'^        case `?(\w+)`?(?: = "(.+)")?$', "kotlin": r'@SerialName\(value = "(.+)"()\)'}
# An enumeration with associated values; an interface, a sealed class, a member of any type.
UNION = {"swift": r"^    case \w+\(", "kotlin": r"^(sealed |abstract )?(interface|sealed class)|va[lr] .*: .*kotlin\.Any\b"}


def unions(value, place=""):
    """The places in a document that are of more than one type. Being absent or null is no other type."""
    if isinstance(value, list):
        return [found for index, item in enumerate(value) for found in unions(item, f"{place}/{index}")]
    if not isinstance(value, dict):
        return []
    found = [f"{place}/{word}" for word in ("oneOf", "anyOf", "allOf") if isinstance(value.get(word), list)]
    types = value.get("type")
    if isinstance(types, list) and len(set(types) - {"null"}) > 1:
        found.append(f"{place}/type")
    return found + [union for name, item in value.items() for union in unions(item, f"{place}/{name}")]


def complaints(language, document, folder):
    """The mistakes in the models of a language."""
    schemas = document["components"]["schemas"]
    files = {RENAMED[language].get(name, name): name for name in schemas}
    for file in sorted(folder.glob(MODELS[language].format("*"))):
        if file.stem not in files:
            yield f"{language}: {file.stem} is no model of the document"
    for stem, name in files.items():
        file = folder / MODELS[language].format(stem)
        if file.exists():
            yield from (f"{language}: {name} {what}" for what in wrong(language, schemas[name], file.read_text()))
        else:
            yield f"{language}: there is no {name}"


def wrong(language, schema, text):
    """The mistakes in one model."""
    if re.search(UNION[language], text, re.MULTILINE):
        yield "is a union"
    if "enum" in schema:
        return
    found = {match[2] or match[1] for match in re.finditer(MEMBER[language], text, re.MULTILINE)}
    said = schema.get("properties", {}).keys()
    yield from (f"has no {member}" for member in said - found)
    # Of a union, a class with the members of all variants may be made.
    yield from (f"should have no {member}" for member in found - said)


def main(plain, swift, kotlin):
    document = json.loads(Path(plain).read_text())
    found = [f"the document has a union at {place}" for place in unions(document)]
    found += complaints("swift", document, Path(swift))
    found += complaints("kotlin", document, Path(kotlin))
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
