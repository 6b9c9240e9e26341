"""Facts of the API that schemathesis cannot know: its other formats, and which requests are more valuable."""

import itertools
import json
import re
import urllib.parse
import zlib

import cbor2
import schemathesis
from hypothesis import strategies as st

# === CBOR and JSON Lines ===


@schemathesis.serializer("application/cbor")
def to_cbor(_ctx, value):
    return value if isinstance(value, bytes) else cbor2.dumps(value)


@schemathesis.deserializer("application/cbor")
def from_cbor(_ctx, response):
    # A part of it cannot be parsed.
    return None if response.status_code == 206 else cbor2.loads(response.content)


@schemathesis.deserializer("application/jsonl")
def from_json_lines(_ctx, response):
    return [json.loads(line) for line in response.content.splitlines()]


# === Formats of texts ===

tags = st.from_regex(r"[a-z]{2}(-[A-Z]{2})?", fullmatch=True).filter(lambda tag: not tag.startswith("und"))
schemathesis.openapi.format("language-tag", tags)
schemathesis.openapi.format("language-range", tags | st.just("*"))

names = st.from_regex(r"[A-Za-z0-9._~-]{1,64}", fullmatch=True)
schemathesis.openapi.format("identifier", names)

# Text that is not blank, in one line and in any number of lines.
shown = st.characters(min_codepoint=33, max_codepoint=126)
line = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"))
schemathesis.openapi.format("line", st.builds("{}{}".format, shown, st.text(line, max_size=199)))
schemathesis.openapi.format("text", st.builds("{}{}".format, shown, st.text(max_size=500)))

# Cursors cannot be made up; links lead on with real ones.
schemathesis.openapi.format("cursor", st.nothing())


@schemathesis.hook
def before_load_schema(_context, raw_schema):
    # A response with `fields` lacks members that its schema requires, and no schema lists the names that it takes.
    for path in raw_schema["paths"].values():
        for operation in path.values():
            if isinstance(operation, dict) and "parameters" in operation:
                kept = [known for known in operation["parameters"] if named(known) != "fields"]
                operation["parameters"] = kept


def named(parameter):
    return parameter.get("name") or parameter.get("$ref", "").rsplit("/", 1)[-1].lower()



# === Targets ===

# A longer target is not read as HTTP, and gets a bare 414 before any handler could explain it.
LONGEST = 60_000


@schemathesis.hook
def filter_case(_ctx, case):
    return len(urllib.parse.urlencode(case.query or {}, doseq=True, errors="surrogatepass")) <= LONGEST


# === Header fields ===

CONDITIONS = ("If-Match", "If-None-Match", "If-Unmodified-Since", "If-Modified-Since", "Range")
CHANGES = {"PUT", "PATCH", "DELETE"}
TAG = re.compile('"[0-9a-f.]+-[a-z]+"')
KEY = re.compile("[ -~]*[!#-~][ -~]*")
NAME = re.compile("[A-Za-z0-9._~-]{1,64}")
numbers = itertools.count()


@schemathesis.hook("before_call")
def come_through(_ctx, case, _kwargs):
    """Lets more happen than refusals, in three of four requests.

    Conditions that are made up hardly ever hold, so that they are left out, but for tags that a link has brought. A key
    that another request had is refused, so that each gets a number. A collage of products that are not there is refused,
    so that they are one that is. A third asks for CBOR, which is no parameter in the document, but a content of the
    answers.
    """
    headers = case.headers
    if case.method.upper() in CHANGES and "If-Match" not in headers:
        # A date is a condition, too (RFC 9110 §13.1.4), and one far ahead always holds. The document names the better one alone.
        headers.pop("If-Unmodified-Since", None)
    asked = repr((case.method, case.path_parameters, case.query, sorted(headers.items(), key=repr)))
    chance = zlib.crc32(asked.encode("utf-8", "surrogatepass"))
    if chance % 4 and not TAG.fullmatch(str(headers.get("If-Match"))):
        # If it was left out, the service must notice.
        conditional = "If-Match" in headers
        for name in CONDITIONS:
            headers.pop(name, None)
        if conditional and case.method.upper() in CHANGES:
            headers["If-Match"] = "*"
    if chance // 4 % 3 == 0:
        headers.setdefault("Accept", "application/cbor")
    key = headers.get("Idempotency-Key")
    if isinstance(key, str) and len(key) <= 255 and KEY.fullmatch(key):
        headers["Idempotency-Key"] = f"{next(numbers)}-{key}"[:255]
    for item in items(case):
        if isinstance(item.get("product"), str) and NAME.fullmatch(item["product"]):
            item["product"] = "linen-tank"


def items(case):
    """The items of a collage, as far as they are some."""
    found = case.body.get("items") if isinstance(case.body, dict) else None
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []
