"""What Python users call; ``from autograder import ...`` gives them these names.

Paths may be text here, and whatever the file system or SQLite says comes back with a cure.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course import catalog
from autograder.errors import SubmissionError
from autograder.intake.collect import read_submission, submission_of_cells
from autograder.model import Cell, Course, Grade, Submission
from autograder.runs.grade import Settings, collect, grade_alone, grade_collected, part_of
from autograder.runs.reload import reload
from autograder.runs.run import Run
from autograder.runs.seed import checked, fresh_seed, kept_seed
from autograder.storage.files import explained

if TYPE_CHECKING:
    from autograder.grading.batch import Progress

PathLike = str | os.PathLike[str]
Work = PathLike | Cell | Iterable[PathLike | Cell]
KEPT = "what is graded stays graded"


def load_course(folder: PathLike) -> Course:
    """Read a course: every assignment and exercise below a ``solutions`` folder.

    Nothing of it is run.

    Args:
        folder: The folder that holds ``course.toml``.

    Raises:
        AuthorError: A file is missing, unexpected or malformed; says which, and the cure.

    Example:
        >>> course = load_course("solutions")
        >>> [assignment.slug for assignment in course.assignments][0]
        '01_tensor_shapes'
    """
    return catalog.load_course(Path(folder))


def grade_class(
    submissions: PathLike,
    *,
    course: Course | PathLike,
    out: PathLike,
    assignment: str = "",
    exercise: str = "",
    students: Iterable[str] = (),
    seed: int | None = None,
    new_round: bool = False,
    workers: int = 0,
    level: str = "",
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> Run:
    """Grade a class and write what ``autograder grade --no-gradebook`` writes.

    Grading into the same folder again is answered from there and gives the same grades; a call
    that was stopped goes on where it was.

    Args:
        submissions: A folder, a zip or one file, in any layout that ``autograder grade`` takes.
        course: A course, or its ``solutions`` folder.
        out: The folder for everything that is written: grades, pages, seed, reports.
        assignment: Grade this assignment only, by its slug; what else `out` holds stays.
        exercise: Grade this exercise only, by its slug.
        students: Grade these students only, by their ids.
        seed: The class's hidden seed; by default the one kept in `out`, or a new one.
        new_round: Draw a new seed and grade everybody anew.
        workers: How many processes grade; 0 for one a core.
        level: Confinement level, as ``"S3"``; the best of this machine by default.
        on_progress: Called whenever the report of one exercise is there.

    Returns:
        The grades, what was refused, and where the files lie. Grades of an earlier run into the
        same folder that this one did not meet are among them, named in `Run.kept`.

    Raises:
        SubmissionError: No submission was found, or the seed is none.
        AuthorError: The course cannot be read, or has no such assignment or exercise.
        MachineError: This machine confines too little, lacks a library for the pages, or a file
            cannot be written.

    Example:
        >>> run = grade_class("submitted", course="solutions", out="results")  # doctest: +SKIP
        >>> {grade.student: grade.final for grade in run.grades}  # doctest: +SKIP
        {'mei': 25.0, 'tom': 12.5}
    """
    again = "grade again without `new_round`" if new_round else "grade again"
    with explained(f"then {again}, {KEPT}"):
        out, course = Path(out), _course(course)
        part = part_of(course, assignment, exercise, tuple(students))
        collected = collect(Path(submissions), course, part.assignment)
        settings = Settings(kept_seed(out, seed, new_round=new_round), workers, level)
        return grade_collected(course, collected, out, settings, part=part, on_progress=on_progress)


def grade_submission(
    work: Work,
    *,
    course: Course | PathLike,
    assignment: str = "",
    student: str = "student",
    seed: int | None = None,
    level: str = "",
) -> Grade:
    """Grade what one student handed in, and write nothing.

    It starts the graders anew each time (some seconds): use `grade_class` for many.

    Args:
        work: One student's files, folders or zips, or the code itself as cells.
        course: A course, or its ``solutions`` folder.
        assignment: The assignment's slug; needed only where the work does not say it.
        student: The name in the grade.
        seed: The hidden seed; by default a new one, so hidden inputs differ from call to call.
        level: Confinement level, as ``"S3"``; the best of this machine by default.

    Returns:
        The grade; its `problem` says why work that cannot be read got no points.

    Raises:
        SubmissionError: There is no work, or it belongs to no assignment or to several.
        AuthorError: The course cannot be read, or has no such assignment or exercise.
        MachineError: This machine confines too little.

    Example:
        >>> code = "def as_batch(x):\\n    return x[None]\\n"
        >>> cell = Cell("my answer", code, exercise="01_tensor_shapes/02_as_batch")
        >>> grade = grade_submission(cell, course="solutions")  # doctest: +SKIP
    """
    with explained("then grade again"):
        course = _course(course)
        submission = _submission(work, course, student, assignment)
        seed = fresh_seed() if seed is None else checked(seed)
        return grade_alone(course, submission, Settings(seed, level=level))


def load_run(out: PathLike) -> Run:
    """Return a finished run, from the folder that `grade_class` or the command line wrote.

    Args:
        out: The folder of the results.

    Raises:
        SubmissionError: There is no finished run, or its files are damaged.

    Example:
        >>> load_run("results").grades[0].final  # doctest: +SKIP
        25.0
    """
    with explained("then load it again"):
        return reload(Path(out))


def _course(course: Course | PathLike) -> Course:
    return course if isinstance(course, Course) else load_course(course)


def _submission(work: Work, course: Course, student: str, assignment: str) -> Submission:
    parts = [work] if isinstance(work, str | os.PathLike | Cell) else list(work)
    cells = [part for part in parts if isinstance(part, Cell)]
    paths = [Path(part) for part in parts if isinstance(part, str | os.PathLike)]
    if cells and not paths:
        return submission_of_cells(cells, course, student=student, assignment=assignment)
    if paths and len(paths) == len(parts):
        return read_submission(paths, course, student=student, assignment=assignment)
    raise SubmissionError(
        "neither paths nor cells" if parts else "no work",
        where=student,
        cure="give the paths of the student's files, or code as `Cell(name, source, exercise)`",
    )
