"""``python -m tests.orders``: grade the demo class in many orders and print what differs."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from autograder.intake.collect import read_submissions
from demo.sample_class import build
from tests.orders.compare import differences, graded, load, reports_of, shuffled


def main() -> int:
    """Return 1 when any report depends on the order, the number of workers or the load."""
    parser = argparse.ArgumentParser(prog="python -m tests.orders")
    parser.add_argument("--orders", type=int, default=20)
    parser.add_argument("--first", type=int, default=0, help="Number of the first order.")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 4])
    parser.add_argument("--load", type=int, default=0, help="Busy processes beside the grading.")
    parser.add_argument("--assignment", default="", help="This assignment only.")
    parser.add_argument("--seed", type=int, default=2026)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        course = build(Path(folder) / "course")
        found = read_submissions(Path(folder) / "course" / "submitted", course, options.assignment)
        submissions = [s for s in found.submissions if not s.problem]
        with load(options.load):
            return _compare(course, submissions, options)


def _compare(course, submissions, options) -> int:
    wanted, compared, found = None, 0, Counter()
    for order in range(options.first, options.first + options.orders):
        for workers in options.workers:
            started = time.monotonic()
            mixed = shuffled(submissions, order)
            reports = reports_of(graded(course, mixed, workers, options.seed))
            wanted = wanted or reports
            new = differences(wanted, reports)
            compared += len(reports)
            seconds = time.monotonic() - started
            print(f"order {order}, {workers} workers: {len(reports)} reports, "
                  f"{len(new)} differences, {seconds:.0f} s", flush=True)  # fmt: skip
            for difference in new:
                if not found[difference.where, difference.field]:
                    print(f"  {difference}", flush=True)
                found[difference.where, difference.field] += 1
    print(f"{compared} reports compared, {sum(found.values())} differences "
          f"in {len(found)} fields")  # fmt: skip
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
