"""Generates a client with each generator of rows.toml, compiles it, and reads and writes with it.

    run.py OGROM            all, with both versions of OpenAPI
    run.py OGROM --fast     the fast ones, with OpenAPI 3.1
    run.py OGROM ROW…       some
    run.py OGROM --write    all, or some, and their rows are written into the table of README.md
"""

import contextlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.request

HERE = pathlib.Path(__file__).parent
TOOLS = HERE.parent.parent.parent / ".tools"
OUT = TOOLS / "generators-out"
TOKEN = "the-token-of-lena"
# The steps, each with what it shows.
STEPS = {"generate": "generates", "compile": "compiles", "names": "names the models", "try": "reads, writes"}
DOCUMENTS = {"3.1": "openapi.json", "3.0": "openapi-3.0.json"}


def main(ogrom, *options):
    table = tomllib.loads((HERE / "rows.toml").read_text())
    chosen = [option for option in options if not option.startswith("--")]
    rows = [row for row in table["row"] if row["name"] in chosen or not chosen]
    if unknown := set(chosen) - {row["name"] for row in rows}:
        sys.exit(f"generators: there is no row {', '.join(sorted(unknown))}")
    versions = DOCUMENTS
    if "--fast" in options:
        rows, versions = [row for row in rows if row.get("fast")], {"3.1": DOCUMENTS["3.1"]}
    OUT.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        (OUT / "node_modules").symlink_to(HERE / "node_modules")
    with service(pathlib.Path(ogrom).resolve()) as origin:
        documents = {version: fetch(origin, name) for version, name in versions.items()}
        results = {row["name"]: [attempt(row, table["words"], origin, *item) for item in documents.items()] for row in rows}
    if "--write" in options:
        write(table["row"], results)
    if failed := [name for name, result in results.items() if any("FAILED" in said for said in result)]:
        sys.exit(f"generators: {', '.join(failed)} failed")


def fetch(origin, name):
    target = OUT / name
    with urllib.request.urlopen(f"{origin}/{name}") as response:
        target.write_bytes(response.read())
    return target


def attempt(row, words, origin, version, document):
    """Takes the steps of a row, and says how far it came."""
    name, started = row["name"], time.monotonic()
    folder = OUT / f"{name}-{version}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    environment = os.environ | {
        "BASE": f"{origin}/v1/en-GB",
        "TOKEN": TOKEN,
        "PATH": f"{HERE}/node_modules/.bin:{TOOLS}/generators/bin:{os.environ['PATH']}",
    }
    done = []
    for step in (step for step in STEPS if step in row):
        command = row[step]
        for word, meaning in words.items():
            command = command.replace(f"{{{word}}}", meaning)
        for word, meaning in (("document", document), ("origin", origin), ("here", HERE)):
            command = command.replace(f"{{{word}}}", str(meaning))
        ran = subprocess.run(
            ["bash", "-e", "-c", command], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        if ran.returncode:
            print(f"    {name}, OpenAPI {version}: {step} FAILED: {command}\n{ran.stdout[-3000:]}", file=sys.stderr)
            return f"{step} FAILED"
        if step == "generate":
            # Some generators empty their folder first.
            for file in (HERE / "try").glob(f"{name}.*"):
                shutil.copy(file, folder)
            if (HERE / "try" / name).is_dir():
                shutil.copytree(HERE / "try" / name, folder, dirs_exist_ok=True)
        done.append(STEPS[step])
    print(f"    {name}, OpenAPI {version}: {', '.join(done)} ({time.monotonic() - started:.0f} s)", flush=True)
    return ", ".join(done)


def write(rows, results):
    """Puts the results into the table of README.md. A row without a new result keeps its line."""
    readme = HERE / "README.md"
    before, rest = readme.read_text().split("<!-- table -->\n", 1)
    table, after = rest.split("<!-- end -->", 1)
    lines = {line.split(" | ")[0].removeprefix("| "): line for line in table.splitlines()}
    for row in rows:
        if row["name"] in results:
            cells = [row["name"], *results[row["name"]], f"`{row['generate']}`", row.get("limits", "")]
            lines[row["name"]] = f"| {' | '.join(cells)} |"
    head = [f"| generator | {' | '.join(DOCUMENTS)} | command | limits |", "|---|" + "---|" * (len(DOCUMENTS) + 2)]
    written = [*head, *(lines[row["name"]] for row in rows if row["name"] in lines)]
    readme.write_text(f"{before}<!-- table -->\n" + "\n".join(written) + f"\n<!-- end -->{after}")


@contextlib.contextmanager
def service(ogrom):
    """The origin of a service with the demo set."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"OGROM_TOKENS": f"lena={TOKEN}", "SERVER_PORT": "0"}
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
        running = subprocess.Popen([ogrom], cwd=folder, env=environment, **options)
        try:
            yield re.search(r"(http://[\d.]+:\d+)/", running.stdout.readline())[1]
        finally:
            running.terminate()
            running.communicate()


if __name__ == "__main__":
    main(*sys.argv[1:])
