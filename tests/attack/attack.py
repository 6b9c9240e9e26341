"""Attacks a service, in search of statements that can be changed, of paths that are in no document, and of its patience.

Each search is tried on something that has what it looks for, too: one that does not find it would find nothing.
"""

import pathlib
import sys

from discover import attack_paths
from inject import attack_statements
from refused import Refused
from service import service
from slow import attack_slowly


def main(ogrom):
    ogrom = pathlib.Path(ogrom).resolve()
    with service(ogrom) as attacked:
        begun = attacked.memory()
        attack_statements(attacked)
        attack_paths(ogrom, attacked)
        survived(attacked, begun)
    attack_slowly(ogrom)


def survived(attacked, begun):
    """The service is as well as before."""
    if not attacked.runs():
        raise Refused(f"the service has ended:\n{attacked.last_lines()}")
    statuses, now = attacked.statuses(), attacked.memory()
    if not {200, 201, 404} <= statuses.keys():
        raise Refused(f"the log does not tell of the attack: {statuses}")
    if defects := {status: count for status, count in statuses.items() if status >= 500}:
        raise Refused(f"the service failed: {defects}\n{attacked.last_lines()}")
    if now > 2 * begun + 64:
        raise Refused(f"the service has grown from {begun} to {now} MiB")
    counts = ", ".join(f"{count} × {status}" for status, count in sorted(statuses.items()))
    print(f"    {statuses.total()} requests: {counts}; from {begun} to {now} MiB")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except Refused as refused:
        sys.exit(f"test: {refused}")
