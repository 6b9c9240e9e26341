"""Sends to the service, on SQLite and on MariaDB, requests that its document allows, and some that it does not.

dredd sends the examples, as they are.

Afterwards it asks a service with one planted fault after the other: a run that does not find them would find nothing.
"""

import contextlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

from fault import FAULTS, Broken

HERE = pathlib.Path(__file__).parent
DEMO = HERE.parent.parent / "run" / "demo"
TOKEN = "the-secret-of-lena"

# How many requests each operation gets at most in a phase. A number bounds a brief run, and no time, so that it finds the
# same on any machine.
EXAMPLES = 40

# No run takes as long on any machine: after so many seconds it hangs.
LONGEST = 900

# Messages that a run must not print, whatever its exit code: it goes on without the part that has died.
DIED = "Exception in thread"


class Refused(Exception):
    """A failed check, with its output."""


def main(ogrom, database):
    ogrom, minutes = pathlib.Path(ogrom).resolve(), os.environ.get("DOCUMENT_MINUTES")
    seconds = int(minutes) * 60 if minutes else None
    seed = time.time_ns() // 1_000_000_000 if minutes else 1
    with service(ogrom) as port:
        examples(ogrom, port)
    with service(ogrom) as port:
        clean("SQLite", port, seconds, seed)
    for spoil, complaint in FAULTS.items():
        with service(ogrom) as port, Broken(port, spoil) as broken:
            found(spoil.__name__.replace("_", " "), broken.port, complaint)
    with mariadb(database) as url:
        for task in (["migrate"], ["import", DEMO]):
            subprocess.run([ogrom, *task], env={"OGROM_DATABASE": url}, check=True, capture_output=True)
        with service(ogrom, OGROM_DATABASE=url) as port:
            clean("MariaDB", port, seconds, seed)


def examples(ogrom, port):
    """Each operation succeeds with the examples of its parameters and content."""
    base = f"http://127.0.0.1:{port}/v1/en-GB"
    with tempfile.TemporaryDirectory() as folder:
        document = pathlib.Path(folder) / "openapi.json"
        document.write_bytes(subprocess.run([ogrom, "openapi", "--version", "3.0"], check=True, capture_output=True).stdout)
        environment = os.environ | {"BASE": base, "TOKEN": TOKEN}
        command = ["dredd", document, base, f"--hookfiles={HERE / 'dredd.js'}", "--loglevel=error"]
        run = subprocess.run(command, cwd=folder, env=environment, timeout=LONGEST, capture_output=True, text=True)
    passed = re.findall(r"pass\S*: \w+ \(\d+\)", run.stdout)
    if run.returncode or not passed:
        raise Refused(f"dredd:\n{run.stdout}{run.stderr}")
    print(f"    dredd: {len(passed)} examples succeed")


def clean(name, port, seconds, seed):
    """There is no finding."""
    status, said = ask(port, seconds, seed)
    if status or DIED in said:
        raise Refused(f"{name}, seed {seed}:\n{said}")
    print(f"    {name}, seed {seed}: {cases(said)}")


def found(name, port, complaint):
    """There is this finding."""
    status, said = ask(port, None, 1, "--max-failures=1")
    complaints = re.findall(r"^  ❌ (?:ST\d+ )?(.*): \d+$", said, re.MULTILINE)
    if status != 1 or complaint not in complaints:
        raise Refused(f"a service that {name} is not found, but {complaints}:\n{said}")
    print(f"    a service that {name} is found: {cases(said)}")


def ask(port, seconds, seed, *options):
    command = ["st", "--config-file", HERE / "schemathesis.toml", "run", f"http://127.0.0.1:{port}/openapi-full.json"]
    command += ["--no-color", "--continue-on-failure", f"--seed={seed}"]
    command += [f"--max-examples={max(EXAMPLES, seconds or 0)}", *options]
    if seconds:
        command.append(f"--max-time={seconds}")
    storage = HERE.parent.parent / ".tools" / "document" / "hypothesis"
    environment = os.environ | {
        "OGROM_TOKEN": TOKEN,
        "PYTHONDONTWRITEBYTECODE": "1",
        "HYPOTHESIS_STORAGE_DIRECTORY": str(storage),
    }
    output = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    try:
        run = subprocess.run(command, cwd=HERE, env=environment, timeout=(seconds or 0) + LONGEST, **output)
    except subprocess.TimeoutExpired as hanging:
        raise Refused(f"schemathesis hangs, seed {seed}:\n{(hanging.stdout or b'').decode()}") from None
    return run.returncode, run.stdout


def cases(said):
    return re.search(r"^Test cases:\n +(.*)$", said, re.MULTILINE)[1]


@contextlib.contextmanager
def service(ogrom, **environment):
    """A service with the demo set, and its port."""
    environment |= {"OGROM_TOKENS": f"lena={TOKEN}", "SERVER_PORT": "0"}
    with tempfile.TemporaryDirectory() as folder:
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
        running = subprocess.Popen([ogrom], cwd=folder, env=environment, **options)
        try:
            yield int(re.search(r"http://[\d.]+:(\d+)/", running.stdout.readline())[1])
        finally:
            running.terminate()
            running.communicate()


@contextlib.contextmanager
def mariadb(command):
    """The URL of an empty database on a server of our own, which ends when its output is no longer read."""
    running = subprocess.Popen([command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield running.stdout.readline().strip()
    finally:
        running.communicate()


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except Refused as refused:
        sys.exit(f"test: {refused}")
