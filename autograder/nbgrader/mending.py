"""The structure of the released notebook, brought back around a student's code.

Pure: student code is moved about here, never run.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Sequence
from typing import Any

from autograder.intake.answers import DEFINITION
from autograder.intake.notebook_format import NotebookCell
from autograder.model import Cell
from autograder.views.notebook import SOLUTION, Notebook

CELL_ID = re.compile(r"^[a-zA-Z0-9_-]{1,64}$")


def mended(student: Iterable[NotebookCell], template: Notebook) -> Notebook:
    """Return the student's cells with the template's marked cells, each exactly once.

    Locked cells get their text back, marks that were changed, copied or invented go, deleted cells
    return after the one they followed. The student's own code stays as it is.
    """
    wanted = {_grade_id(cell): cell for cell in template["cells"] if _grade_id(cell)}
    cells = tuple(student)
    holders = _holders(cells, wanted)
    result = []
    for index, cell in enumerate(cells):
        name = holders.get(index)
        result.append(_restored(cell, wanted[name]) if name else _unmarked(cell))
    _insert_missing(result, wanted)
    return {"cells": _with_unique_ids(result), "metadata": copy.deepcopy(template["metadata"]),
            "nbformat": 4, "nbformat_minor": 5}  # fmt: skip


def of_code(cells: Iterable[Cell]) -> tuple[NotebookCell, ...]:
    """Return code alone as a notebook's cells, for `mended` to find out which is whose."""
    return tuple(
        NotebookCell(n, "code", cell.source, cell_id="", marks={}, grade_id="")
        for n, cell in enumerate(cells, 1)
    )


def _holders(cells: Sequence[NotebookCell], wanted: dict[str, dict]) -> dict[int, str]:
    """Decide which cell keeps which mark: the last one that has it, or else the code's own cell."""
    last = {cell.grade_id: index for index, cell in enumerate(cells) if cell.grade_id in wanted}
    holders = {index: name for name, index in last.items()}
    for name, cell in wanted.items():
        if name not in last and name.endswith(SOLUTION):
            names = set(DEFINITION.findall(cell["source"]))
            defining = [
                index
                for index, own in enumerate(cells)
                if index not in holders
                and own.kind == "code"
                and names & set(DEFINITION.findall(own.source))
            ]
            if defining:
                holders[defining[-1]] = name
    return holders


def _restored(cell: NotebookCell, model: dict[str, Any]) -> dict[str, Any]:
    restored = copy.deepcopy(model)
    if restored["metadata"]["nbgrader"]["solution"]:
        restored["source"] = cell.source
    return restored


def _unmarked(cell: NotebookCell) -> dict[str, Any]:
    made = {"cell_type": cell.kind, "id": cell.cell_id, "metadata": {}, "source": cell.source}
    return made | ({"outputs": [], "execution_count": None} if cell.kind == "code" else {})


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
        own = cell["id"]
        taken = own in seen or (own in marked and not _grade_id(cell))
        if taken or not CELL_ID.match(own):
            cell["id"] = f"cell-{index}"
        seen.add(cell["id"])
    return cells


def _grade_id(cell: dict[str, Any]) -> str:
    return cell["metadata"].get("nbgrader", {}).get("grade_id", "")
