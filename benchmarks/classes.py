"""A class of N different submissions of one assignment, with one worker and with two, in one run.

The submissions are the sample class's ordinary students and accidents, repeated with changed
comments so that nothing is answered from the store.

Usage: python -m benchmarks.classes [N] [workers ...]
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections import Counter
from pathlib import Path

from autograder.course.catalog import load_course
from autograder.grading.batch import Engine
from autograder.model import Cell, Submission
from demo.accidents import CRASH, ENDLESS, HUGE
from demo.sample_class import ordinary_answer

ROOT = Path(__file__).parents[1]
# One in forty students meets each of these, as in the sample class.
ACCIDENTS = [f"def nhwc_to_nchw(images):{body}" for body in (ENDLESS, HUGE, CRASH)] + ["x = ("]


def main(count: int, workers: list[int]) -> None:
    course = load_course(ROOT / "solutions")
    for number in workers:
        class_ = make_class(course, count, f"{number} workers")
        started = time.perf_counter()
        with Engine(course, seed=7, workers=number) as engine:
            reported: list[float] = []
            grades = engine.grade(class_, lambda _, at=reported: at.append(time.perf_counter()))
        seconds = time.perf_counter() - started
        print(f"{number} workers, {count} submissions: {seconds:.1f} s in all, "
              f"{reported[0] - started:.1f} s until the first report, "
              f"{seconds / count * 1e3:.0f} ms a submission")  # fmt: skip
        show_phases(grades)
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest process: {children:.0f} MB")


def make_class(course, count: int, tag: str) -> list[Submission]:
    """Return `count` submissions of the first assignment; the same for every run, but for `tag`."""
    rng = random.Random(1)
    assignment = course.assignments[0]
    class_ = []
    for number in range(count):
        answers = {e.slug: ordinary_answer(e, rng) for e in assignment.exercises}
        if number % 40 < len(ACCIDENTS):
            answers["01_tensor_shapes/04_nhwc_to_nchw"] = ACCIDENTS[number % 40]
        cells = tuple(
            Cell(f"{slug}.py", f"# {tag} {number}\n{source}", slug)
            for slug, source in answers.items()
        )
        class_.append(Submission(f"s{number}", assignment.slug, cells, str(number)))
    return class_


def show_phases(grades) -> None:
    """Print where the workers' time went."""
    spent: Counter[str] = Counter()
    for grade in grades:
        for report in grade.reports:
            spent.update(report.phases)
            for outcome in report.outcomes:
                if "budget" in outcome.check:
                    spent["budgets"] += outcome.cost.wall_seconds
    total = spent.pop("total")
    spent["calls and the rest"] = total - sum(spent.values())
    for phase, seconds in spent.most_common():
        print(f"  {phase:20} {seconds:7.1f} s  {100 * seconds / total:4.0f} %")


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    main(numbers[0] if numbers else 300, numbers[1:] or [1, 2])
