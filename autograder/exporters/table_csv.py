"""Grades as CSV: one row for each student and assignment, one column for each exercise. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from autograder.feedback.sanitise import safe_cell
from autograder.grading.score import is_pending
from autograder.model import Course, Grade, Report, Verdict

COLUMNS = (
    "student", "assignment", "score", "points", "penalty", "final", "submitted",
    "internal_errors", "problem", "warnings", "gradebook",
)  # fmt: skip


def render(course: Course, grades: Sequence[Grade], *, bom: bool = False) -> bytes:
    """Return the table as UTF-8.

    The columns of an exercise are named by its slug; a cell is empty where a student's assignment
    does not have it or it could not run.

    Args:
        bom: Begin with a byte-order mark: Excel then reads names in any script.
    """
    slugs = [exercise.slug for exercise in course.exercises]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*COLUMNS, *slugs])
    for grade in sorted(grades, key=lambda g: (g.student, g.assignment)):
        reports = {report.exercise: report for report in grade.reports}
        writer.writerow([*_fixed(grade), *(_points(reports.get(slug)) for slug in slugs)])
    return text.getvalue().encode("utf-8-sig" if bom else "utf-8")


def _fixed(grade: Grade) -> list[str]:
    internal = sum(
        outcome.verdict is Verdict.INTERNAL_ERROR for r in grade.reports for outcome in r.outcomes
    )
    numbers = (grade.score, grade.points, grade.penalty, grade.final)
    return [
        safe_cell(grade.student), safe_cell(grade.assignment), *(f"{n:.2f}" for n in numbers),
        safe_cell(grade.timestamp), str(internal), safe_cell(grade.problem.en),
        safe_cell("; ".join(warning.en for warning in grade.warnings)),
        safe_cell("; ".join(note.en for note in grade.staff)),
    ]  # fmt: skip


def _points(report: Report | None) -> str:
    return "" if report is None or is_pending(report.outcomes) else f"{report.score:.2f}"
