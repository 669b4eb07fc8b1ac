"""``python -m tests.faults --kills 1000``: kill a class run again and again, show what survived."""

import random
import signal
import sys
import tempfile
import time
from pathlib import Path

import click

from tests.faults.kills import TARGETS, Disturber


@click.command()
@click.option("--kills", default=1000, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--minutes", default=0.0, help="Stop after so long, whatever is missing; 0: never.")
@click.option("--targets", default=",".join(TARGETS), show_default=True)
@click.option("--stop", is_flag=True, help="Stop processes (SIGSTOP) instead of killing them.")
def main(kills: int, seed: int, minutes: float, targets: str, stop: bool) -> None:
    """Grade a class in rounds; in each, strike one process at a random moment.

    A round must end with the grades of an undisturbed one, with one row in the store for each
    report, and every process of the run must be gone when it is closed or its grader is killed.
    The power is the death of all processes at once and the loss of shared memory; what may be lost
    on disk is tried by tests/faults/test_power.py.
    """
    chosen, started = targets.split(","), time.monotonic()
    order = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        disturber = Disturber(
            Path(folder), seed, signal.SIGSTOP if stop else signal.SIGKILL, 10.0 if stop else 60.0
        )
        while sum(tally.kills for tally in disturber.tallies.values()) < kills:
            if minutes and time.monotonic() - started > minutes * 60:
                break
            disturber.disturb(order.choice(chosen))
            if disturber.rounds % 50 == 0:
                _show(disturber, started)
        left = disturber.close()
    _show(disturber, started)
    for line in left:
        click.echo(f"left over: {line}")
    sys.exit(bool(left) or not all(tally.is_clean for tally in disturber.tallies.values()))


def _show(disturber: Disturber, started: float) -> None:
    names = ("kills", "restarts", "compared", "differing", "rows_wrong", "left_over", "unfinished")
    click.echo(f"{'target':14}" + "".join(f"{name:>11}" for name in names))
    rows = {target: vars(tally) for target, tally in disturber.tallies.items()}
    for target in sorted(rows, key=TARGETS.index):
        click.echo(f"{target:14}" + "".join(f"{rows[target][name]:11}" for name in names))
    total = [sum(row[name] for row in rows.values()) for name in names]
    click.echo(f"{'all':14}" + "".join(f"{number:11}" for number in total))
    errors = [words for row in rows.values() for words in row["errors"]]
    for words in sorted(set(errors)):
        click.echo(f"{errors.count(words)} x {words}")
    click.echo(f"{disturber.rounds} rounds in {time.monotonic() - started:.0f} s\n")
    sys.stdout.flush()


main()
