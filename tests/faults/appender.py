"""The program whose disk is recorded: keeps reports and says after each that it is kept.

Run as ``python -m tests.faults.appender <store> <count>``.
"""

import os
import random
import sys
from pathlib import Path

from autograder.model import Outcome, Report, Text, Verdict
from autograder.storage.files import write_whole
from autograder.storage.store import Store


def report_of(number: int) -> Report:
    """Return a report of some 1 to 100 kilobytes; the same number gives the same one."""
    words = random.Random(number).randbytes(500 * random.Random(number).randint(1, 100)).hex()
    outcome = Outcome("check", Verdict.WRONG, message=Text(words, words[:9]))
    return Report("a/b", str(number), "e", "1", 7, "S3", (outcome,), 0.0, 5.0)


def main() -> None:
    path, count = Path(sys.argv[1]), int(sys.argv[2])
    write_whole(path.with_name("seed"), b"1\n")
    store = Store(path)
    for number in range(count):
        store.append(f"key {number}", report_of(number))
        os.write(1, f"kept {number}".encode())


if __name__ == "__main__":
    main()
