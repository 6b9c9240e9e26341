"""The service that is attacked, as a process with a log that can be read."""

import collections
import contextlib
import json
import pathlib
import re
import subprocess
import tempfile

TOKEN = "the-secret-of-lena"


class Service:
    """A process that serves, and where."""

    def __init__(self, process, port, log):
        self.process, self.log = process, log
        self.port, self.origin = port, f"http://127.0.0.1:{port}"

    def runs(self):
        return self.process.poll() is None

    def memory(self):
        """How much memory is the process's own, in MiB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"^VmRSS:\s+(\d+) kB$", status, re.MULTILINE)[1]) // 1024

    def sockets(self):
        """How many sockets it has open."""
        names = []
        for file in pathlib.Path(f"/proc/{self.process.pid}/fd").iterdir():
            # A file may be closed while the list is read.
            with contextlib.suppress(FileNotFoundError):
                names.append(str(file.readlink()))
        return sum(name.startswith("socket:") for name in names)

    def statuses(self):
        """How many responses had each status, by the log."""
        lines = (json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{"))
        return collections.Counter(line["status"] for line in lines if "status" in line)

    def last_lines(self):
        """The end of the log without the requests that went well."""
        lines = self.log.read_text().splitlines()
        return "\n".join([line for line in lines if not re.search(r'"status":[1-4]', line)][-20:])


@contextlib.contextmanager
def service(ogrom, *options):
    """A service with the demo set, without limits on requests."""
    environment = {"OGROM_TOKENS": f"lena={TOKEN}", "OGROM_LOG_FORMAT": "json", "SERVER_PORT": "0"}
    command = [ogrom, "--client-rate", "0", "--user-rate", "0", *options]
    with tempfile.TemporaryDirectory() as folder:
        log = pathlib.Path(folder) / "log"
        with log.open("w") as lines:
            running = subprocess.Popen(
                command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=lines, text=True
            )
        try:
            port = re.search(r"http://[\d.]+:(\d+)/", running.stdout.readline())[1]
            yield Service(running, int(port), log)
        finally:
            running.terminate()
            running.communicate()
