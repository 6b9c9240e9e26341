"""Lets slowhttptest keep a service waiting in its three ways, by 400 connections: it ends them, and others notice nothing."""

import os
import re
import signal
import statistics
import subprocess
import threading
import time
import urllib.request

from refused import Refused
from service import TOKEN, service

CONNECTIONS = 400

# How long each attack lasts at most, in seconds: longer than the service has patience for any of them.
LENGTH = 40

# It shows no token by itself. A request without one is refused before its content is read.
SHOWN = f"application/json\r\nAuthorization: Bearer {TOKEN}"

ATTACKS = {
    "heads": ["-H", "-i", "2", "-u", "{}/v1/"],
    "content": ["-B", "-i", "2", "-s", "60000", "-f", SHOWN, "-u", "{}/v1/en-GB/collages"],
    "readers": ["-X", "-n", "5", "-z", "32", "-w", "512", "-y", "1024", "-k", "3", "-u", "{}/openapi.json"],
}

# How long others may wait, in seconds, besides a hundred times the usual: the attacker is on the same machine.
NOTICEABLE = 1

# How much larger the service may be afterwards, in MiB: the memory that its allocator keeps.
FLAT = 24


def attack_slowly(ogrom):
    """Each attack takes hold, and is cut off by the service; a service with too much patience is held by it."""
    with service(ogrom) as attacked:
        for name, options in ATTACKS.items():
            stands(name, options, attacked)
    with service(ogrom, "--header-timeout", "10m") as patient:
        _, left, _ = attack(ATTACKS["heads"], patient, 15)
        if left < CONNECTIONS:
            raise Refused(f"a service that waits for ten minutes has ended all but {left} connections")
    print("    a service that waits for longer keeps them all")


def stands(name, options, attacked):
    """The service has cut off all attackers, was as fast as ever meanwhile, and is as large as before."""
    before, size = usual(attacked.origin), attacked.memory()
    most, left, waits = attack(options, attacked, LENGTH)
    if most < CONNECTIONS * 3 // 4:
        raise Refused(f"slow {name}: only {most} connections took hold")
    if left > 20:
        raise Refused(f"slow {name}: {left} connections are left")
    slowest, bound = waits[len(waits) * 99 // 100], NOTICEABLE + 100 * before
    if slowest > bound:
        raise Refused(f"slow {name}: others wait {slowest:.3f} s, and usually {before:.4f} s")
    if (now := attacked.memory()) > size + FLAT:
        raise Refused(f"slow {name}: the service has grown from {size} to {now} MiB")
    told = f"others wait {1000 * statistics.median(waits):.1f} ms, p99 {1000 * slowest:.1f} ms"
    print(f"    slow {name}: {most} connections, all ended; {told}, usually {1000 * before:.1f} ms; {size} to {now} MiB")


def attack(options, attacked, length):
    """How many connections there were at most and in the end, and how long others waited meanwhile, sorted."""
    command = ["slowhttptest", "-c", str(CONNECTIONS), "-r", str(CONNECTIONS), "-l", str(length), "-p", "5", "-v", "1"]
    command += [option.format(attacked.origin) for option in options]
    others, idle = Others(attacked.origin), attacked.sockets()
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, text=True, env=os.environ | {"TERM": "dumb"}, **streams) as running:
        most = left = 0
        # The attacker may not see that its connections are ended: it reads too slowly.
        while running.poll() is None and (most < CONNECTIONS // 2 or left > 20):
            left = attacked.sockets() - idle
            most = max(most, left)
            time.sleep(0.05)
        # With this option it prints its observations.
        running.send_signal(signal.SIGINT)
        said = running.communicate()[0]
    if set(re.findall(r"service available:\S*\s+\S*?(YES|NO)", said)) != {"YES"}:
        raise Refused(f"slowhttptest could not ask while it attacked:\n{said}")
    return most, 0 if "No open connections left" in said else left, others.end()


def usual(origin):
    """The median response time without an attack."""
    others = Others(origin)
    time.sleep(2)
    return statistics.median(others.end())


class Others:
    """A client that sends requests all the time, on a new connection each time."""

    def __init__(self, origin):
        self.url, self.stop, self.waits, self.failed = f"{origin}/v1/en-GB/products?limit=3", False, [], None
        self.thread = threading.Thread(target=self.ask)
        self.thread.start()

    def ask(self):
        try:
            while not self.stop:
                begun = time.monotonic()
                with urllib.request.urlopen(self.url, timeout=30) as answer:
                    answer.read()
                self.waits.append(time.monotonic() - begun)
                time.sleep(0.02)
        except OSError as failed:
            self.failed = failed

    def end(self):
        """How long each response took, sorted. All of them came."""
        self.stop = True
        self.thread.join()
        if self.failed:
            raise Refused(f"others are not answered: {self.failed}")
        return sorted(self.waits)
