"""From a path to grades: read a class, judge it, publish what was found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import AutograderError, SubmissionError
from autograder.intake.collect import Collected, read_submissions
from autograder.model import Course, Grade, Submission
from autograder.runs.publish import publish, require_libraries
from autograder.runs.run import STORE, Run

if TYPE_CHECKING:
    from autograder.grading.batch import Engine, Progress


@dataclass(frozen=True)
class Settings:
    """How a class is judged.

    Attributes:
        seed: The class's hidden seed (see `kept_seed`).
        workers: How many processes grade; 0 for one a core.
        level: Confinement level; empty for the best of this machine.
    """

    seed: int
    workers: int = 0
    level: str = ""


def collect(submissions: Path, course: Course, assignment: str = "") -> Collected:
    """Read the submissions at a path, and make sure that their grades can be published.

    Raises:
        AuthorError: The course has no such assignment.
        SubmissionError: Nothing that a student could have handed in lies there.
        MachineError: A library for the pages is not installed.
    """
    if assignment:
        course.assignment(assignment)
    collected = read_submissions(submissions, course, assignment)
    if not collected.submissions and not collected.refused:
        raise SubmissionError(
            "no submission found",
            where=str(submissions),
            cure="see `autograder grade --help` for the layouts",
        )
    require_libraries()  # before a new round starts or an hour is spent
    return collected


def open_engine(course: Course, settings: Settings, out: Path | None = None) -> Engine:
    """Return the workers that judge submissions. Close them, or use as a context manager.

    Args:
        out: The folder of the results: what is judged is kept there and answered from there.

    Raises:
        AutograderError: The settings ask for what cannot be.
        MachineError: The reports in `out` cannot be used.
    """
    if settings.workers < 0:
        raise AutograderError(
            f"{settings.workers} processes cannot grade",
            where="workers",
            cure="say how many, or 0 for one a core",
        )
    from autograder.grading.batch import Engine  # slow: only once there is something to grade

    return Engine(
        course,
        seed=settings.seed,
        workers=settings.workers,
        level=settings.level,
        store=None if out is None else out / STORE,
    )


def grade_collected(
    course: Course,
    collected: Collected,
    out: Path,
    settings: Settings,
    *,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> Run:
    """Judge what was collected and publish it below `out`; nothing is left running.

    Raises:
        MachineError: This machine confines too little.
        OSError: The results cannot be written.
    """
    with open_engine(course, settings, out) as engine:
        grades = engine.grade(collected.submissions, on_progress)
        level = engine.level
    run = Run(
        grades=tuple(grades),
        refused=collected.refused,
        missing=collected.missing,
        level=level,
        seed=settings.seed,
    )
    return publish(course, run, out)


def grade_alone(course: Course, submission: Submission, settings: Settings) -> Grade:
    """Judge one submission and write nothing.

    Raises:
        MachineError: This machine confines too little.
    """
    with open_engine(course, settings) as engine:
        return engine.grade([submission])[0]
