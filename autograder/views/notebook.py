"""The nbgrader notebooks of an assignment: the instructor's (source) and the student's (release).

`release` does what ``nbgrader generate_assignment`` does to `source`, byte for byte; a test holds
the two together. No hidden check is ever part of a notebook.
"""

from __future__ import annotations

import copy
import hashlib
import json
from typing import Any

from autograder.course.skeleton import strip_solutions
from autograder.model import Assignment, Course, Exercise
from autograder.views import markdown
from autograder.views.examples import examples, literal

SOLUTION, STATEMENT = "__solution", "__statement"
HOW_TO = {
    "en": (
        "Each exercise has a cell for your code and a locked cell that checks the examples. "
        "Your grade comes from hidden checks that try many more inputs."
    ),
    "zh": (
        "每个练习有一个供您编写代码的单元格,以及一个检查示例的锁定单元格。"
        "成绩由隐藏检查决定,它们会尝试更多的输入。"
    ),
}
METADATA = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}

Notebook = dict[str, Any]


def source(course: Course, assignment: Assignment) -> Notebook:
    """Return the instructor's notebook, with our solutions."""
    cells = [_introduction(course, assignment)]
    for exercise in assignment.exercises:
        cells += [_statement(course, exercise), _solution(exercise), _grade(exercise)]
    return {"cells": cells, "metadata": copy.deepcopy(METADATA), "nbformat": 4, "nbformat_minor": 5}


def release(course: Course, assignment: Assignment) -> Notebook:
    """Return the student's notebook: solutions replaced, cells locked, checksums in place."""
    notebook = source(course, assignment)
    for cell in notebook["cells"]:
        _lock(cell)
        marks = cell["metadata"].get("nbgrader")
        if marks is not None:
            if marks["solution"]:
                cell["source"] = strip_solutions(cell["source"]).rstrip("\n")
            marks["checksum"] = checksum(cell)
            marks["cell_type"] = cell["cell_type"]
    return notebook


def text(notebook: Notebook) -> str:
    """Return the notebook's file as nbformat writes it."""
    stored = copy.deepcopy(notebook)
    for cell in stored["cells"]:
        cell["source"] = cell["source"].splitlines(True)
    return json.dumps(stored, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def checksum(cell: dict[str, Any]) -> str:
    """Return nbgrader's checksum of a cell, by which it sees that a locked cell was changed."""
    marks = cell["metadata"]["nbgrader"]
    parts = [
        cell["source"],
        cell["cell_type"],
        marks["grade"],
        marks["solution"],
        _is_locked(marks),
    ]
    parts.append(marks["grade_id"])
    if marks["grade"]:
        parts.append(float(marks["points"]))
    return hashlib.md5("".join(map(str, parts)).encode(), usedforsecurity=False).hexdigest()


def _introduction(course: Course, assignment: Assignment) -> dict[str, Any]:
    def page(language: str) -> str:
        return f"{markdown.introduction(assignment, language)}\n\n{HOW_TO[language]}"

    return _cell("markdown", "introduction", markdown.in_every(course, page))


def _statement(course: Course, exercise: Exercise) -> dict[str, Any]:
    body = markdown.in_every(course, lambda language: markdown.statement(exercise, language))
    return _cell("markdown", _id(exercise, "statement"), body,
                 _marks(exercise.grade_id + STATEMENT, locked=True))  # fmt: skip


def _solution(exercise: Exercise) -> dict[str, Any]:
    body = exercise.reference.rstrip("\n")
    return _cell("code", _id(exercise, "solution"), body,
                 _marks(exercise.grade_id + SOLUTION, solution=True))  # fmt: skip


def _grade(exercise: Exercise) -> dict[str, Any]:
    # IPython takes `>>> ` away before Python sees it, except in a string that starts a line.
    names = ", ".join(f'"{name}"' for name in exercise.functions)
    call = (
        "from autograder.selfcheck import check\n\n"
        f'check({names}, slug="{exercise.slug}", examples=\n'
        f"{literal(examples(exercise))})"
    )
    marks = _marks(exercise.grade_id, grade=True, locked=True, points=exercise.points)
    return _cell("code", _id(exercise, "check"), call, marks)


def _marks(grade_id: str, **options: Any) -> dict[str, Any]:
    plain = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False}
    return {**plain, "grade_id": grade_id, **options}


def _cell(
    kind: str, cell_id: str, body: str, marks: dict[str, Any] | None = None
) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": kind, "id": cell_id, "source": body, "metadata": {}}
    if marks is not None:
        cell["metadata"] = {"nbgrader": marks}
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return cell


def _id(exercise: Exercise, part: str) -> str:
    """Return a cell id that stays the same from build to build; nbformat allows 64 characters."""
    return f"{exercise.slug.split('/')[1][:50]}-{part}"


def _lock(cell: dict[str, Any]) -> None:
    marks = cell["metadata"].get("nbgrader")
    if marks is None:
        return
    cell["metadata"]["deletable"] = False
    if not marks["solution"]:
        cell["metadata"]["editable"] = False


def _is_locked(marks: dict[str, Any]) -> bool:
    return not marks["solution"] and (marks["grade"] or marks["locked"])
