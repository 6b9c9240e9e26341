"""Prints the document without the parts that generators get wrong, or that generated clients do not need.

Left out are: CBOR, JSON Lines and JSON Patch, where JSON says the same (Python gets two kinds of content of one
operation wrong, Kotlin gets values of any type wrong); conditional reads and `Prefer`, whose answers have no content
and make every result optional. `If-Match` stays where it is required.
"""

import json
import sys

METHODS = {"get", "post", "put", "patch", "delete"}
PREFERRED = ["application/json", "application/merge-patch+json"]
UNUSED = {"If-Match", "If-Modified-Since", "If-None-Match", "If-Unmodified-Since", "Prefer"}


def plain(document):
    """The same document, plain."""
    for path in document["paths"].values():
        of_path = path.pop("parameters", [])
        for method in METHODS & path.keys():
            operation = path[method]
            operation["parameters"] = of_path + parameters(document, operation)
            operation["responses"] = responses(operation["responses"])
            one_content(operation.get("requestBody", {}))
            for response in operation["responses"].values():
                one_content(response)
    only_used(document)
    return document


def parameters(document, operation):
    """Without those that a client never needs to send."""
    shared = document["components"]["parameters"]
    all_of_them = [shared[p["$ref"].rsplit("/", 1)[-1]] if "$ref" in p else p for p in operation.get("parameters", [])]
    return [parameter for parameter in all_of_them if parameter["required"] or parameter["name"] not in UNUSED]


def responses(all_of_them):
    """Without those that only omitted parts can cause."""
    unasked = {"304"} | ({"204"} if "200" in all_of_them else set())
    return {status: response for status, response in all_of_them.items() if status not in unasked}


def one_content(message):
    kinds = message.get("content", {})
    chosen = next((kind for kind in PREFERRED if kind in kinds), None)
    if chosen:
        message["content"] = {chosen: kinds[chosen]}


def only_used(document):
    """Takes away the schemas that nothing needs any more, and those that only these needed."""
    schemas, needed = document["components"].pop("schemas"), {}
    unread = [document]
    while unread:
        for name in references(unread.pop()) - needed.keys():
            needed[name] = schemas[name]
            unread.append(schemas[name])
    document["components"]["schemas"] = {name: needed[name] for name in schemas if name in needed}


def references(value):
    """The names of the schemas that a value refers to."""
    if isinstance(value, list):
        return set().union(*map(references, value))
    if not isinstance(value, dict):
        return set()
    found = set().union(*map(references, value.values()))
    target = value.get("$ref", "")
    return found | {target.rsplit("/", 1)[-1]} if str(target).startswith("#/components/schemas/") else found


if __name__ == "__main__":
    json.dump(plain(json.load(sys.stdin)), sys.stdout, indent=2)
