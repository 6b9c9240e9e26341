"""Lets sqlmap try to change the statements of the database, by every parameter that leads into one."""

import dataclasses
import json
import os
import re
import subprocess
import tempfile
import urllib.request

from injectable import injectable
from refused import Refused
from service import TOKEN

# Of five levels and three risks: what is above tries rarer ends of statements, and conditions that change every row. The
# two fields belong to the level, and lead to the log alone.
OPTIONS = ["--batch", "--disable-coloring", "--flush-session", "--ignore-stdin", "--skip-waf", "--threads=4"]
OPTIONS += ["--dbms=SQLite", "--level=3", "--risk=2", "--skip=user-agent,referer", "--time-sec=1"]

API = "/v1/en-GB"

JUDGED = re.compile(r"parameter '(?:JSON )?([^']+)' does not seem to be injectable")
FOUND = re.compile(r"^Parameter: (?:JSON )?(.+) \(", re.MULTILINE)

# The name that sqlmap has for a place marked with a star.
MARKED = {"#1*"}


@dataclasses.dataclass
class Target:
    """A request that succeeds unchanged, and the attacked places: those marked with a star, else all parameters."""

    path: str
    parameters: set
    content: dict | None = None
    fields: dict = dataclasses.field(default_factory=dict)


def lists():
    """Every parameter of every list. Cursors are for their own list alone, so that they are attacked by themselves."""
    for path in (
        "products?text=linen&category=Clothing&brand=Lumelle&colour=terracotta&minPrice=1&maxPrice=9000&sort=price",
        "products?limit=2&complete=true",
        "products?id=linen-tank",
        "collages?owner=oscar&product=waxed-jacket&sort=likes&limit=2",
        "collages/first-day-office/comments?language=en&limit=2",
        "comments?language=de&limit=2",
        "users?id=oscar",
        "users/oscar/collages?sort=likes&limit=2",
    ):
        yield Target(f"{API}/{path}", set(re.findall(r"[?&](\w+)=", path)))


def pages(origin):
    """The cursor of every list that has one."""
    for path in (
        "products?",
        "products?sort=price&",
        "collages?",
        "collages?sort=likes&",
        "collages/first-day-office/comments?",
        "comments?",
        "users/oscar/collages?",
    ):
        cursor = json.loads(ask(origin, Target(f"{API}/{path}limit=1", set())))["next"]
        yield Target(f"{API}/{path}cursor={cursor}*", MARKED)


def segments():
    """Every variable part of a path."""
    for path in (
        f"{API}*/products",
        f"{API}/products/linen-tank*",
        f"{API}/collages/first-day-office*",
        f"{API}/collages/first-day-office*/comments",
        f"{API}/collages/first-day-office*/likes/priya",
        f"{API}/collages/first-day-office/likes/priya*",
        f"{API}/comments/c-001*",
        f"{API}/users/oscar*",
        f"{API}/users/oscar*/collages",
        "/problems/not-found*",
    ):
        yield Target(path, MARKED)


def changes():
    """The writes. These come last, since they change the data that the others compare."""
    known = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    collage = {"title": "Mine", "items": [{"product": "linen-tank", "x": 0.5, "y": 0.5, "size": 0.2}]}
    comment = {"text": "The basket!", "rating": 5}
    comments = f"{API}/collages/market-morning/comments"
    yield Target(f"{API}/collages", {"title", "product", "x", "y", "size"}, collage, known)
    yield Target(comments, {"text", "rating"}, comment, known)
    yield Target(comments, {"Idempotency-Key #1*"}, comment, known | {"Idempotency-Key": "mine*"})


def attack_statements(attacked):
    """Nothing can be injected into the service, and something wherever it can be."""
    with injectable() as origin:
        for target in (
            Target("/products?text=linen", {"text"}),
            Target("/products/linen*", MARKED),
            Target("/products", {"title"}, {"title": "linen"}, {"Content-Type": "application/json"}),
            Target("/products", {"Idempotency-Key #1*"}, {"title": "linen"}, {"Idempotency-Key": "linen*"}),
        ):
            _, found, said = sqlmap(origin, target)
            if found != target.parameters:
                raise Refused(f"sqlmap does not find {target.parameters} injectable at {target.path}:\n{said}")
    print("    what is injectable is found to be")
    origin, count = attacked.origin, 0
    for target in (*lists(), *pages(origin), *segments(), *changes()):
        ask(origin, target)
        judged, found, said = sqlmap(origin, target)
        if found:
            raise Refused(f"{target.path}: sqlmap finds {found} injectable:\n{said}")
        if missing := target.parameters - judged:
            raise Refused(f"{target.path}: sqlmap does not judge {missing}:\n{said}")
        count += len(judged)
    print(f"    {count} parameters are not injectable")


def ask(origin, target):
    """The responses without an attack. An attack on a request that is refused anyway would prove nothing."""
    content = target.content and json.dumps(target.content).encode()
    fields = {name: value.rstrip("*") for name, value in target.fields.items()}
    request = urllib.request.Request(f"{origin}{target.path.replace('*', '')}", content, fields)
    with urllib.request.urlopen(request) as answer:
        return answer.read()


def sqlmap(origin, target):
    """Which parameters sqlmap has judged safe, which not, and all that it has said."""
    command = ["sqlmap", *OPTIONS, "--url", f"{origin}{target.path}"]
    if target.content:
        command += ["--data", json.dumps(target.content)]
    for name, value in target.fields.items():
        command += ["--header", f"{name}: {value}"]
    environment = os.environ | {"TERM": "dumb", "PYTHONDONTWRITEBYTECODE": "1"}
    with tempfile.TemporaryDirectory() as folder:
        command += ["--output-dir", folder]
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        said = subprocess.run(command, env=environment, text=True, **streams).stdout
    return set(JUDGED.findall(said)), set(FOUND.findall(said)), said
