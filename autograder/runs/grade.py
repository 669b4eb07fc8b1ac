"""From a path to grades: read a class, judge it, publish what was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import AutograderError, SubmissionError, did_you_mean
from autograder.intake.accounting import Unaccounted
from autograder.intake.collect import Collected, read_submissions
from autograder.model import Course, Grade, Submission
from autograder.reports.changes import Change, changes
from autograder.runs.merging import Part, merged
from autograder.runs.publish import keep_changes, publish, require_libraries
from autograder.runs.reload import reload
from autograder.runs.run import STORE, Run

if TYPE_CHECKING:
    from autograder.grading.batch import Engine, Progress


ALL = Part()


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


def part_of(
    course: Course, assignment: str = "", exercise: str = "", students: Sequence[str] = ()
) -> Part:
    """Return the part of a class that is meant.

    Args:
        exercise: A slug, or the last part of one if only one exercise has it.

    Raises:
        AuthorError: The course has no such assignment or exercise.
        SubmissionError: The exercise belongs to another assignment.
    """
    if assignment:
        course.assignment(assignment)
    if exercise:
        named = [e.slug for e in course.exercises if exercise in (e.slug.split("/")[1], e.name)]
        exercise = course.exercise(named[0] if len(named) == 1 else exercise).slug
        home = exercise.split("/")[0]
        if assignment not in ("", home):
            raise SubmissionError(
                f"{exercise} belongs to {home}", where=assignment, cure="name one of the two"
            )
        assignment = home
    return Part(assignment, exercise, tuple(students))


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
    part: Part = ALL,
    drop_others: bool = False,
    dry_run: bool = False,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    on_changes: Callable[[Sequence[Change]], None] = lambda changes: None,
    entered: Callable[[Grade], Grade] = lambda grade: grade,
) -> Run:
    """Judge what was collected and put it among the results below `out`; nothing is left running.

    Args:
        part: What of the class is meant; nothing else changes.
        drop_others: Forget the earlier grades of whom this run does not meet.
        dry_run: Replace nothing. What was judged is kept in the store all the same.
        on_changes: Called with the grades that differ from those of an earlier run, before
            anything is replaced.
        entered: Puts what staff entered by hand into a grade.

    Raises:
        SubmissionError: Nobody handed in what `part` means.
        MachineError: This machine confines too little.
        OSError: The results cannot be written.
    """
    before = _earlier(out)
    submissions = [s for s in collected.submissions if part.holds(s.student, s.assignment)]
    refused = [r for r in collected.refused if part.holds(r.student, r.assignment)]
    if part and not submissions and not refused:
        met = sorted({one.student for one in collected.submissions})
        raise SubmissionError(
            "nobody handed in this part of the class",
            where=", ".join(filter(None, (part.exercise or part.assignment, *part.students))),
            cure=did_you_mean(part.students[0], met) if part.students else "check the names",
        )
    with open_engine(course, settings, out) as engine:
        grades = engine.grade(submissions, on_progress)
        level = engine.level
    run = Run(
        grades=tuple(grades),
        refused=tuple(refused),
        missing=collected.missing,
        read_as=collected.read_as,
        level=level,
        seed=settings.seed,
        entries=tuple(e for e in collected.entries if part.holds(e.student, e.assignment)),
        notes=collected.notes,
    )
    require_same_numbers(run)
    run = run if drop_others else merged(course, before, run, part)
    run = replace(run, grades=tuple(
        grade if (grade.student, grade.assignment) in run.kept else entered(grade)
        for grade in run.grades
    ))  # fmt: skip
    moved = changes(before.grades if before else (), run.grades)
    on_changes(moved)
    if dry_run:
        return run
    if moved:
        run = replace(run, files={"changes": keep_changes(moved, out)})
    return publish(course, run, out)


def _earlier(out: Path) -> Run | None:
    """Return what lies in `out`; results that cannot be read are replaced whole."""
    try:
        return reload(out)
    except SubmissionError:
        return None


def require_same_numbers(run: Run) -> None:
    """Make sure that a run has a grade for what it says was graded, and for nothing else.

    Raises:
        Unaccounted: Our own fault: a submission was lost between reading and judging.
    """
    graded = sum(not grade.problem for grade in run.grades)
    if graded != run.counts.graded:
        raise Unaccounted(f"{run.counts.graded} submissions were taken, {graded} were graded")


def grade_alone(course: Course, submission: Submission, settings: Settings) -> Grade:
    """Judge one submission and write nothing.

    Raises:
        MachineError: This machine confines too little.
    """
    with open_engine(course, settings) as engine:
        return engine.grade([submission])[0]
