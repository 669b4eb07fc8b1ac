"""Grades a class in random orders and compares everything but what was measured."""

from __future__ import annotations

import contextlib
import random
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from autograder.grading.batch import Engine
from autograder.model import Course, Grade, Report, Submission

# A budget says what was measured, and two runs measure differently; n is n^1.
NUMBER = re.compile(r"(?<=\bn)(?!\w)(\^[\d.]+)?|\d[\d.e+-]*")
MEASURED = re.compile("budget|growth")
SPIN = "while True:\n    pass\n"

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Difference:
    """One report that was not the same in two orders.

    Attributes:
        where: Student, assignment and exercise.
        field: What differs, as ``check_values.counterexample``.
        values: The two values.
    """

    where: Key
    field: str
    values: tuple[Any, Any]

    def __str__(self) -> str:
        before, after = (str(value)[:300] for value in self.values)
        return f"{' / '.join(self.where)}: {self.field}\n    {before}\n    {after}"


def graded(course: Course, submissions: Sequence[Submission], workers: int, seed: int) -> list:
    """Return the grades of one run that starts with fresh workers and keeps no report."""
    with Engine(course, seed=seed, workers=workers) as engine:
        return engine.grade(submissions)


def shuffled(submissions: Sequence[Submission], order: int) -> list[Submission]:
    """Return the submissions in the order of this number."""
    mixed = list(submissions)
    random.Random(order).shuffle(mixed)
    return mixed


def reports_of(grades: Sequence[Grade]) -> dict[Key, dict[str, Any]]:
    """Return every report as fields to compare, by student, assignment and exercise."""
    return {
        (grade.student, grade.assignment, report.exercise): fields(report)
        for grade in grades
        for report in grade.reports
    }


def fields(report: Report) -> dict[str, Any]:
    """Return a report as flat fields, without costs and measured numbers."""
    flat: dict[str, Any] = {"score": report.score, "warnings": report.warnings}
    for outcome in msgspec.to_builtins(report.outcomes):
        check, measured = outcome["check"], MEASURED.search(outcome["check"])
        skipped = ("cost", "measured", "note") if measured else ("cost", "measured")
        for name, value in outcome.items():
            if name not in skipped:
                settled = _settled(value) if measured and name == "message" else value
                flat[f"{check}.{name}"] = settled
    return flat


def differences(before: dict, after: dict) -> list[Difference]:
    """Return every field that is not the same in two runs of the same class."""
    assert before.keys() == after.keys(), "the runs graded different submissions"
    return [
        Difference(key, name, (before[key].get(name), after[key].get(name)))
        for key in before
        for name in sorted(before[key].keys() | after[key].keys())
        if before[key].get(name) != after[key].get(name)
    ]


def unmeasured(found: Sequence[Difference]) -> list[Difference]:
    """Return the differences in reports whose budgets came out alike.

    A budget that came out differently takes the score and the hint of its report with it.
    """
    measured = {d.where for d in found if MEASURED.search(d.field)}
    return [difference for difference in found if difference.where not in measured]


@contextlib.contextmanager
def load(processes: int) -> Iterator[None]:
    """Keep the machine busy with this many processes; they are gone afterwards."""
    busy = [subprocess.Popen([sys.executable, "-S", "-c", SPIN]) for _ in range(processes)]
    try:
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()


def _settled(value: Any) -> Any:
    if isinstance(value, str):
        return NUMBER.sub("*", value)
    if isinstance(value, dict):
        return {key: _settled(item) for key, item in value.items()}
    return value
