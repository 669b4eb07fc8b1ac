"""Fills nbgrader's gradebook and ``autograded/`` from grades, as if nbgrader had graded them.

nbgrader is imported only when something is written: it takes 1.6 s and is an optional extra.
"""

from __future__ import annotations

import json
import shutil
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from autograder.course.times import parse_time
from autograder.errors import AutograderError, MachineError
from autograder.feedback.redaction import redact, redact_grade
from autograder.grading.score import penalty_of
from autograder.model import Assignment, Cell, Course, Grade, LatePolicy, Submission
from autograder.nbgrader.entered import later_due
from autograder.nbgrader.mending import mended, of_code
from autograder.nbgrader.outputs import comment_of, graded, is_score_open, needs_staff
from autograder.storage.files import explained
from autograder.views.notebook import SOLUTION, Notebook, release, text

KEPT = "then export again, the grades are kept in the results and no score in it is lost"
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def write(
    course: Course, grades: Sequence[Grade], root: Path, submissions: Iterable[Submission] = ()
) -> None:
    """Record grades in the gradebook of the nbgrader course at `root`; see `fill`."""
    fill(course, grades, open_course(root), submissions)


def fill(
    course: Course, grades: Sequence[Grade], coursedir: Any, submissions: Iterable[Submission]
) -> None:
    """Record grades in the gradebook of an nbgrader course.

    For each grade: student, submission with its time, score of every cell, late penalty, comment,
    and a notebook with the feedback, which formgrader and ``nbgrader generate_feedback`` show.
    What staff entered stays.

    Args:
        grades: As the checks gave them, without what staff entered.
        submissions: What the grades are for; their code is shown beside the feedback, whether it
            came as a notebook or as Python files.

    Raises:
        MachineError: nbgrader cannot be imported; the gradebook is locked, damaged or not writable.
        AutograderError: The gradebook holds submissions for other cells than the course has now.
    """
    cells = {(s.student, s.assignment): s.cells for s in submissions}
    from nbgrader.api import Gradebook

    with (
        explained(KEPT, "the gradebook", coursedir.db_url),
        warnings.catch_warnings(),
        Gradebook(coursedir.db_url, coursedir.course_id) as gradebook,
    ):
        warnings.simplefilter("ignore")  # nbgrader's own, about its use of SQLAlchemy
        for slug in dict.fromkeys(grade.assignment for grade in grades):
            register(gradebook, course, course.assignment(slug))
        for grade in grades:
            place = (grade.student, grade.assignment)
            penalty = record(gradebook, course, grade)
            folder = coursedir.format_path(coursedir.autograded_directory, *place)
            shown = replace(grade, penalty=penalty)
            write_notebook(course, shown, Path(folder), cells.get(place, ()))


def open_course(root: Path) -> Any:
    """Return nbgrader's `CourseDirectory` for the course at `root`, as its config says."""
    try:
        import nbgrader.api  # noqa: F401 - whether it imports is the question
        from nbgrader.coursedir import CourseDirectory
        from traitlets.config.loader import PyFileConfigLoader
    except ImportError as error:
        raise MachineError(f"nbgrader cannot be imported ({error})", where=str(root),
                           cure="pip install 'autograder[instructor]', or --no-gradebook"
                           ) from None  # fmt: skip

    file = Path(root) / "nbgrader_config.py"
    if not file.is_file():
        raise MachineError("not an nbgrader course", where=str(file),
                           cure="name the folder that holds nbgrader_config.py")  # fmt: skip
    config = PyFileConfigLoader(str(file)).load_config()
    config.CourseDirectory.root = str(Path(root).resolve())
    return CourseDirectory(config=config)


def register(gradebook: Any, course: Course, assignment: Assignment) -> None:
    """Make sure the gradebook knows the assignment and its cells, as generate_assignment would.

    Raises:
        AutograderError: It already holds submissions for other cells.
    """
    slug = assignment.slug
    notebook = release(course, assignment)
    gradebook.update_or_create_assignment(slug)
    set_due_date(gradebook, assignment)
    _refuse_other_cells(gradebook, slug, notebook)
    gradebook.update_or_create_notebook(
        slug, slug, kernelspec=json.dumps(notebook["metadata"]["kernelspec"])
    )
    for cell in notebook["cells"]:
        marks = cell["metadata"].get("nbgrader")
        if marks is None:
            continue
        name, kind = marks["grade_id"], cell["cell_type"]
        if marks["grade"]:
            gradebook.update_or_create_grade_cell(
                name, slug, slug, max_score=float(marks["points"]), cell_type=kind
            )
        if marks["solution"]:
            gradebook.update_or_create_solution_cell(name, slug, slug)
        gradebook.update_or_create_source_cell(
            name, slug, slug, cell_type=kind, locked=not marks["solution"],
            source=cell["source"], checksum=marks["checksum"],
        )  # fmt: skip


def set_due_date(gradebook: Any, assignment: Assignment) -> None:
    """Give the gradebook the date of assignment.toml, unless staff moved its own to a later one."""
    kept = gradebook.find_assignment(assignment.slug).duedate
    moment = later_due(assignment, kept.replace(tzinfo=UTC) if kept else None)
    if moment is not None:
        gradebook.update_or_create_assignment(assignment.slug, duedate=_naive(moment))


def record(gradebook: Any, course: Course, grade: Grade) -> float:
    """Write one grade, and return the points lost to lateness.

    A score that a person entered stays and is marked for review.
    """
    slug = grade.assignment
    moment = parse_time(grade.timestamp)
    gradebook.update_or_create_student(grade.student)
    submission = gradebook.update_or_create_submission(
        slug, grade.student, timestamp=_naive(moment) if moment else None
    )
    reports = {report.exercise: report for report in grade.reports}
    for exercise in course.assignment(slug).exercises:
        cell = gradebook.find_grade(exercise.grade_id, slug, slug, grade.student)
        report = reports.get(exercise.slug)
        cell.auto_score = min(max(0.0, report.score if report else 0.0), cell.max_score)
        cell.needs_manual_grade = cell.manual_score is not None
    _annotate(gradebook, course, grade)
    notebook = gradebook.find_submission_notebook(slug, slug, grade.student)
    gradebook.db.flush()
    gradebook.db.refresh(notebook)  # its score is a sum that the database makes
    # From nbgrader's own lateness, so that an extension granted in formgrader counts.
    cost = lateness_cost(notebook.score, submission.total_seconds_late, course.late)
    notebook.late_submission_penalty = cost or None
    gradebook.db.commit()
    return cost


def _annotate(gradebook: Any, course: Course, grade: Grade) -> None:
    """Write the short comments, and leave to staff what has no score or failed by our fault.

    The caller commits.
    """
    slug = grade.assignment
    reports = {report.exercise: report for report in grade.reports}
    for exercise in course.assignment(slug).exercises:
        report = reports.get(exercise.slug)
        place = (slug, slug, grade.student)
        comment = gradebook.find_comment(exercise.grade_id + SOLUTION, *place)
        comment.auto_comment = comment_of(redact(report), course) if report else None
        if needs_staff(report):
            cell = gradebook.find_grade(exercise.grade_id, *place)
            cell.needs_manual_grade = True
            if is_score_open(report):
                cell.auto_score = None


def lateness_cost(score: float, seconds_late: float, late: LatePolicy) -> float:
    """Return the points lost by handing in this many seconds after the due date."""
    moment = EPOCH + timedelta(seconds=seconds_late)
    return penalty_of(score, moment.isoformat(), EPOCH.isoformat(), late)


def write_notebook(course: Course, grade: Grade, folder: Path, cells: Iterable[Cell]) -> None:
    """Write the notebook that formgrader shows; what was in the folder is gone afterwards."""
    template = release(course, course.assignment(grade.assignment))
    notebook = graded(mended(of_code(cells), template), redact_grade(grade), course)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    file = folder / f"{grade.assignment}.ipynb"
    file.write_text(text(notebook), encoding="utf-8")
    if grade.timestamp:
        (folder / "timestamp.txt").write_text(grade.timestamp, encoding="utf-8")


def _refuse_other_cells(gradebook: Any, slug: str, notebook: Notebook) -> None:
    """nbgrader makes the cells of a submission once; later ones would never get a score."""
    from nbgrader.api import MissingEntry

    try:
        known = gradebook.find_notebook(slug, slug)
    except MissingEntry:
        return
    old, new = {cell.name for cell in known.source_cells}, set(_marked(notebook))
    if old == new:
        return
    if known.submissions:
        raise AutograderError(
            f"exercises were added or removed ({', '.join(sorted(old ^ new))}) after submissions "
            "had been recorded", where=f"gradebook, {slug}",
            cure="move gradebook.db away and export again, or undo the change",
        )  # fmt: skip
    gradebook.remove_notebook(slug, slug)


def _marked(notebook: Notebook) -> Iterable[str]:
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            yield cell["metadata"]["nbgrader"]["grade_id"]


def _naive(moment: datetime) -> datetime:
    """Return the time as nbgrader stores it: UTC without a zone."""
    return moment.astimezone(UTC).replace(tzinfo=None)
