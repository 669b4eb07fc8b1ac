"""A submission as the notebook nbgrader keeps: structure mended, scores and feedback as outputs.

Pure: notebooks are dictionaries. Student code is moved about here, never run.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from autograder.feedback import entries as feedback
from autograder.grading.score import is_pending
from autograder.intake.cells import DEFINITION
from autograder.model import Cell, Course, Grade, Report, Text, Verdict
from autograder.views.notebook import SOLUTION, Notebook

CELL_ID = re.compile(r"^[a-zA-Z0-9_-]{1,64}$")
LANGUAGE_NAMES = {"en": "English", "zh": "中文"}
# formgrader's style sheet takes the triangle away, by which people see that it opens.
SUMMARY = '<summary style="display:list-item;cursor:pointer">{}</summary>'
UNGRADED = Text("This could not be graded.", "无法评分。")


def mended(student: Notebook, template: Notebook) -> Notebook:
    """Return the student's notebook with the template's marked cells, each exactly once.

    Locked cells get their text back, marks that were changed, copied or invented go, deleted cells
    return after the one they followed. The student's own code stays as it is.
    """
    wanted = {_grade_id(cell): cell for cell in template["cells"] if _grade_id(cell)}
    cells = [_sound(cell) for cell in student.get("cells", ()) if isinstance(cell, dict)]
    holders = _holders(cells, wanted)
    result = []
    for index, cell in enumerate(cells):
        name = holders.get(index)
        result.append(_restored(cell, wanted[name]) if name else _unmarked(cell))
    _insert_missing(result, wanted)
    return {"cells": _with_unique_ids(result), "metadata": copy.deepcopy(template["metadata"]),
            "nbformat": 4, "nbformat_minor": 5}  # fmt: skip


def of_code(cells: Iterable[Cell]) -> Notebook:
    """Return a notebook of code alone, for `mended` to find out which cell is whose."""
    return {"cells": [{"cell_type": "code", "source": cell.source} for cell in cells]}


def graded(notebook: Notebook, grade: Grade, course: Course) -> Notebook:
    """Return a mended notebook with every grade cell's feedback and score as its outputs.

    nbgrader reads the score from the first ``execute_result``: it must be a plain float from 0 to
    the cell's points, or nbgrader gives full marks.
    """
    notebook = copy.deepcopy(notebook)
    reports = {course.exercise(report.exercise).grade_id: report for report in grade.reports}
    notes = [grade.problem] if grade.problem else []
    notes += grade.warnings
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


def comment_of(report: Report | None, course: Course) -> str | None:
    """Return the short comment under the student's code; None for full marks."""
    if report is None or report.score >= report.points:
        return None
    language = course.languages[0]
    hints = feedback.hints(report, language)
    return "\n".join([feedback.headline(report, language), *hints])


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


def _feedback(report: Report, course: Course) -> dict[str, Any]:
    exercise = course.exercise(report.exercise)
    pages = [feedback.html(report, exercise, language) for language in course.languages]
    plain = "\n".join(feedback.plain(report, exercise, lang) for lang in course.languages)
    return _output("display_data", {"text/html": _folded(pages, course.languages),
                                    "text/plain": plain})  # fmt: skip


def _notes(notes: Sequence[Text], languages: Sequence[str]) -> dict[str, Any]:
    lines = [note.in_(language) for language in languages for note in notes]
    page = "".join(f"<p>! {escape(line)}</p>" for line in lines)
    return _output("display_data", {"text/html": page, "text/plain": "\n".join(lines)})


def _folded(pages: Sequence[str], languages: Sequence[str]) -> str:
    folded = [
        f"<details>{SUMMARY.format(LANGUAGE_NAMES[language])}{page}</details>"
        for language, page in zip(languages[1:], pages[1:], strict=True)
    ]
    return "".join([pages[0], *folded])


def _output(kind: str, data: dict[str, str]) -> dict[str, Any]:
    output = {"output_type": kind, "data": data, "metadata": {}}
    return output | {"execution_count": None} if kind == "execute_result" else output


# --- mending


def _sound(cell: dict[str, Any]) -> dict[str, Any]:
    """Return the parts of a cell that we rely on, whatever the file held."""
    kind = cell.get("cell_type")
    kind = kind if kind in ("code", "markdown", "raw") else "markdown"
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    metadata = cell.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    sound = {"cell_type": kind, "id": cell.get("id"), "metadata": {},
             "source": source if isinstance(source, str) else ""}  # fmt: skip
    if isinstance(marks, dict) and isinstance(marks.get("grade_id"), str):
        sound["metadata"] = {"nbgrader": dict(marks)}
    return sound | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def _holders(cells: list[dict], wanted: dict[str, dict]) -> dict[int, str]:
    """Decide which cell keeps which mark: the last one that has it, or else the code's own cell."""
    last = {_grade_id(cell): index for index, cell in enumerate(cells) if _grade_id(cell) in wanted}
    holders = {index: name for name, index in last.items()}
    for name, cell in wanted.items():
        if name not in last and name.endswith(SOLUTION):
            names = set(DEFINITION.findall(cell["source"]))
            defining = [
                index
                for index, own in enumerate(cells)
                if index not in holders
                and own["cell_type"] == "code"
                and names & set(DEFINITION.findall(own["source"]))
            ]
            if defining:
                holders[defining[-1]] = name
    return holders


def _restored(cell: dict[str, Any], model: dict[str, Any]) -> dict[str, Any]:
    restored = copy.deepcopy(model)
    if restored["metadata"]["nbgrader"]["solution"]:
        restored["source"] = cell["source"]
    return restored


def _unmarked(cell: dict[str, Any]) -> dict[str, Any]:
    return {**cell, "metadata": {}}


def _insert_missing(cells: list[dict], wanted: dict[str, dict]) -> None:
    """Put each deleted cell behind the marked cell it followed."""
    previous = -1
    for name, cell in wanted.items():
        place = next((i for i, own in enumerate(cells) if _grade_id(own) == name), None)
        if place is None:
            place = previous + 1
            cells.insert(place, copy.deepcopy(cell))
        previous = place


def _with_unique_ids(cells: list[dict]) -> list[dict]:
    marked = {cell["id"] for cell in cells if _grade_id(cell)}
    seen: set[str] = set()
    for index, cell in enumerate(cells):
        own = cell["id"] if isinstance(cell["id"], str) else ""
        taken = own in seen or (own in marked and not _grade_id(cell))
        if taken or not CELL_ID.match(own):
            cell["id"] = f"cell-{index}"
        seen.add(cell["id"])
    return cells


def _grade_id(cell: dict[str, Any]) -> str:
    return cell["metadata"].get("nbgrader", {}).get("grade_id", "")
