"""Runs the attack suite at every level this machine reaches and prints the matrix.

Usage: python -m tests.arena [--json] [--level S2] [name ...]

As root it also runs as an ordinary user: in a user namespace of its own, as user 1000 without
capabilities.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys

from tests.arena.attack import Attack, load_all
from tests.arena.run import Arena, levels


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="attacks; all by default")
    parser.add_argument("--level", action="append", help="S2 or S3; all by default")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--no-control", action="store_true", help="leave the controls out")
    options = parser.parse_args()
    attacks = [a for a in load_all() if not options.names or a.name in options.names]
    table = run(attacks, options.level or levels(), not options.no_control)
    if os.geteuid() == 0 and not options.json and shutil.which("unshare"):
        table |= run_as_user(options)
    if options.json:
        print(json.dumps(table))
    else:
        show(attacks, table)
    sys.exit(0 if all(all(column.values()) for column in table.values()) else 1)


def run(attacks: list[Attack], wanted: list[str], with_controls: bool) -> dict[str, dict]:
    """Return, for each column, whether each attack came out as it should."""
    table = {}
    who = "root" if os.geteuid() == 0 else "user"
    with Arena() as arena:
        for level in wanted:
            results = arena.confined(attacks, level)
            table[f"{level} {who}"] = {
                a.name: a.open_below > level
                or (not results[a.name].achieved and results[a.name].is_as_declared(a))
                for a in attacks
                if a.name in results
            }
            for attack in attacks:
                if not table[f"{level} {who}"].get(attack.name, True):
                    print(f"{level} {who} {attack.name}: {results[attack.name]}", file=sys.stderr)
        if with_controls:
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
