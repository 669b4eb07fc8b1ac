"""Runs the attack suite at every level this machine reaches and prints the matrix.

Usage: python -m tests.arena [--json] [--level S2] [--repeat 10] [name or start* ...]

As root it also runs as an ordinary user: in a user namespace of its own, as user 1000 without
capabilities.
"""

from __future__ import annotations

import argparse
import fnmatch
import json
import os
import shutil
import subprocess
import sys

from tests.arena.attack import Attack, load_all
from tests.arena.run import TIMING_TRIES, Arena, levels


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="attacks; all by default")
    parser.add_argument("--level", action="append", help="S2 or S3; all by default")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--no-control", action="store_true", help="leave the controls out")
    parser.add_argument("--repeat", type=int, default=1, help="attempts of each attack")
    options = parser.parse_args()
    names = options.names or ["*"]
    attacks = [a for a in load_all() if any(fnmatch.fnmatch(a.name, name) for name in names)]
    table = run(attacks, options)
    if os.geteuid() == 0 and not options.json and shutil.which("unshare"):
        table |= run_as_user(options)
    if options.json:
        print(json.dumps(table))
    else:
        show(attacks, table)
    sys.exit(0 if all(all(column.values()) for column in table.values()) else 1)


def run(attacks: list[Attack], options: argparse.Namespace) -> dict[str, dict]:
    """Return, for each column, whether each attack came out as it should, each time."""
    table: dict[str, dict] = {}
    who = "root" if os.geteuid() == 0 else "user"
    # Who counts attempts wants to see each one.
    with Arena(1 if options.repeat > 1 else TIMING_TRIES) as arena:
        for level in options.level or levels():
            column = table[f"{level} {who}"] = {}
            for attack, result in arena.confined(attacks * options.repeat, level):
                good = attack.open_below > level or (
                    not result.achieved and result.is_as_declared(attack)
                )
                column[attack.name] = column.get(attack.name, True) and good
                if not good:
                    print(f"{level} {who} {attack.name}: {result}", file=sys.stderr)
        if not options.no_control:
            table["control works"] = arena.controls(attacks)
    return table


def run_as_user(options: argparse.Namespace) -> dict[str, dict]:
    """Run the same as an ordinary user and return its columns."""
    unshare = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    command = [*unshare, sys.executable, "-m", "tests.arena", "--json", "--no-control"]
    for level in options.level or []:
        command += ["--level", level]
    done = subprocess.run([*command, *options.names], stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def show(attacks: list[Attack], table: dict[str, dict]) -> None:
    for attack in attacks:
        marks = "".join(f"{_mark(column, attack):>15}" for column in table.values())
        print(f"{attack.name:40.40}{marks}")
    print(f"{'':40}" + "".join(f"{name:>15}" for name in table))
    counts = [f"{sum(column.values())}/{len(column)}" for column in table.values()]
    print(f"{'as declared':40}" + "".join(f"{count:>15}" for count in counts))


def _mark(column: dict[str, bool], attack: Attack) -> str:
    if attack.name not in column:
        return "none"
    return "ok" if column[attack.name] else "FAILED"


if __name__ == "__main__":
    main()
