"""What nbgrader's notebook and gradebook say about a grade: outputs of cells, comments. Pure."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from html import escape
from typing import Any

from autograder.feedback import html, plain
from autograder.feedback.entries import headline, remarks
from autograder.feedback.redaction import StudentGrade, StudentReport, require
from autograder.grading.score import is_pending, number
from autograder.model import Course, Grade, Report, Text, Verdict
from autograder.views.notebook import Notebook

# formgrader's style sheet takes the triangle away, by which people see that it opens.
SUMMARY = '<summary style="display:list-item;cursor:pointer">{}</summary>'
UNGRADED = Text("This could not be graded.", "无法评分。")


def graded(notebook: Notebook, grade: StudentGrade, course: Course) -> Notebook:
    """Return a mended notebook with every grade cell's feedback and score as its outputs.

    nbgrader reads the score from the first ``execute_result``: it must be a plain float from 0 to
    the cell's points, or nbgrader gives full marks.
    """
    require(grade, StudentGrade)
    notebook = copy.deepcopy(notebook)
    reports = {course.exercise(report.exercise).grade_id: report for report in grade.reports}
    notes = [grade.problem] if grade.problem else []
    notes += grade.warnings
    if grade.penalty:
        lost = number(grade.penalty)
        notes.append(Text(f"Handed in late: points lost: {lost}.",
                          f"迟交:扣去 {lost} 分。"))  # fmt: skip
    for cell in notebook["cells"]:
        marks = cell["metadata"].get("nbgrader", {})
        if marks.get("grade"):
            report = reports.get(marks["grade_id"])
            score = min(max(0.0, report.score if report else 0.0), float(marks["points"]))
            shown = [_notes(notes, course.languages)] if notes else []
            if report:
                shown.append(_feedback(report, course))
            elif not notes:
                shown.append(_notes([UNGRADED], course.languages))
            cell["outputs"] = [*shown, _output("execute_result", {"text/plain": repr(score)})]
            notes = []  # what concerns the whole submission is said once
    return notebook


def comment_of(report: StudentReport, course: Course) -> str | None:
    """Return the short comment under the student's code; None for full marks."""
    require(report, StudentReport)
    if report.score >= report.points:
        return None
    language = course.languages[0]
    return "\n".join([headline(report, language), *remarks(report, language)])


def needs_staff(report: Report | None) -> bool:
    """Return whether a person must look: we failed, or the exercise could not run here."""
    return report is not None and (is_pending(report.outcomes) or report.has_internal_error)


def is_score_open(report: Report | None) -> bool:
    """Return whether there is no score yet, which is not the same as zero."""
    return report is not None and is_pending(report.outcomes)


def internal_errors(grade: Grade) -> list[str]:
    """Return a line for staff about each check that failed by our fault."""
    return [
        f"{report.exercise}: {outcome.check}: {outcome.note.strip()}"
        for report in grade.reports
        for outcome in report.outcomes
        if outcome.verdict is Verdict.INTERNAL_ERROR
    ]


def _feedback(report: StudentReport, course: Course) -> dict[str, Any]:
    exercise = course.exercise(report.exercise)
    pages = [html.fragment(report, exercise, language) for language in course.languages]
    texts = [plain.render(report, exercise, language) for language in course.languages]
    return _output("display_data", {"text/html": _folded(pages, course.languages),
                                    "text/plain": "\n".join(texts)})  # fmt: skip


def _notes(notes: Sequence[Text], languages: Sequence[str]) -> dict[str, Any]:
    lines = [note.in_(language) for language in languages for note in notes]
    page = "".join(f"<p>! {escape(line)}</p>" for line in lines)
    return _output("display_data", {"text/html": page, "text/plain": "\n".join(lines)})


def _folded(pages: Sequence[str], languages: Sequence[str]) -> str:
    folded = [
        f"<details>{SUMMARY.format(html.LANGUAGE_NAMES[language])}{page}</details>"
        for language, page in zip(languages[1:], pages[1:], strict=True)
    ]
    return "".join([pages[0], *folded])


def _output(kind: str, data: dict[str, str]) -> dict[str, Any]:
    output = {"output_type": kind, "data": data, "metadata": {}}
    return output | {"execution_count": None} if kind == "execute_result" else output
