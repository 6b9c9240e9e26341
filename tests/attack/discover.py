"""Lets ffuf request names that servers often leak, below every folder: all that it finds must be documented."""

import json
import os
import pathlib
import subprocess
import tempfile
import urllib.request
from urllib.parse import urlsplit

from refused import Refused
from service import service

WORDS = pathlib.Path(__file__).parent / "words.txt"

FOLDERS = ("/", "/v1/", "/v1/en-GB/", "/docs/", "/health/")

# The pages for operators, as server/OPERATING.md lists them; `ogrom routes` lists all other paths.
OPERATED = {"/health/live", "/health/ready", "/version", "/metrics"}


def attack_paths(ogrom, attacked):
    """Each found path is documented, each documented path in the list is found, and so is the undocumented one."""
    documented = paths(ogrom, attacked.origin) | OPERATED
    words = WORDS.read_text().split()
    named = {path(f"{folder}{word}") for folder in FOLDERS for word in words} & documented
    found = ffuf(attacked.origin)
    if found != named:
        raise Refused(f"undocumented: {sorted(found - named)}; documented, but not found: {sorted(named - found)}")
    print(f"    of {len(words) * len(FOLDERS)} paths the {len(found)} that are documented are there")
    # Traces are shown to developers of the service, on one machine.
    with service(ogrom, "--trace") as tracing:
        if ffuf(tracing.origin) - named != {"/_trace"}:
            raise Refused("a path that is in no document is not found")
    print("    one that is in no document is found")


def paths(ogrom, origin):
    """The paths of the route table that lead somewhere as they are, in every locale."""
    with urllib.request.urlopen(f"{origin}/v1/") as answer:
        locales = [locale["tag"] for locale in json.load(answer)["items"]]
    rows = subprocess.run([ogrom, "routes"], env={}, check=True, capture_output=True, text=True).stdout.splitlines()
    routes = [row.split()[0].replace("{locale}", locale) for row in rows for locale in locales]
    return {path(route) for route in routes if "{" not in route}


def ffuf(origin):
    """The paths with any other response than 404."""
    found = set()
    for folder in FOLDERS:
        with tempfile.TemporaryDirectory() as home:
            report = pathlib.Path(home) / "report"
            command = ["ffuf", "-s", "-w", WORDS, "-u", f"{origin}{folder}FUZZ", "-o", report, "-of", "json"]
            # A slash too many or too few is corrected before the path is looked up.
            command += ["-r", "-mc", "all", "-fc", "404"]
            options = {"env": os.environ | {"HOME": home}, "stdin": subprocess.DEVNULL}
            run = subprocess.run(command, capture_output=True, text=True, **options)
            if run.returncode or not report.exists():
                raise Refused(f"ffuf has failed:\n{run.stderr}")
            found |= {path(urlsplit(result["url"]).path) for result in json.loads(report.read_text())["results"]}
    return found


def path(text):
    """A path without the slash at its end: with it and without it, it is the same place."""
    return text.rstrip("/") or "/"
