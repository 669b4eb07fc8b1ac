"""Turns the text of notebooks and Python files into cells. Pure; student code is never run here."""

from __future__ import annotations

import ast
import io
import json
import re
import tokenize
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder.course.skeleton import strip_solutions
from autograder.errors import SubmissionError
from autograder.intake.magics import neutral, parse
from autograder.model import Cell, Exercise, Text

BOMS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
CHECK_CELL = "from autograder.selfcheck import check"
DEFINITION = re.compile(r"^(?:async\s+def|def|class)\s+(\w+)", re.MULTILINE)

MAGIC = Text(
    "IPython magics and shell lines (% and !) are not run when grading",
    "评分时不会运行 IPython 魔法命令和 shell 命令(% 或 ! 开头的行)",
)
DOUBLED = Text(
    "a cell of the assignment is there more than once; the last answer counts",
    "作业的某个单元格出现了多次;以最后一个答案为准",
)
MOVED = Text(
    "cells were moved; they are run from top to bottom",
    "单元格被移动过;评分时从上到下依次运行",
)


class Unreadable(SubmissionError):
    """A file that holds no readable code; `text` is the sentence for the student."""

    def __init__(self, text: Text):
        super().__init__(text.en)
        self.text = text


@dataclass
class _Code:
    """A code cell on its way in."""

    position: int
    source: str
    grade_id: str = ""
    names: dict[str, bool] = field(default_factory=dict)


def cells_of_notebook(
    text: str, exercises: Sequence[Exercise]
) -> tuple[tuple[Cell, ...], tuple[Text, ...]]:
    """Return the student's code cells in order, and what was mended or looks odd.

    Locked grade cells are left out: what they say is decided by the grader. An untouched skeleton
    is left out as well where another cell answers the same function.

    Raises:
        Unreadable: It is not a notebook, or holds no code.
    """
    notebook = _json(text)
    raw, notes = _raw_cells(notebook)
    untouched = _skeletons(exercises)
    codes, has_magic = [], False
    for position, cell in enumerate(raw, 1):
        if _is_code(cell) and not _is_grade_cell(cell):
            source, changed = neutral(_source(cell))
            has_magic |= changed
            if source.strip():
                names = answers(source, untouched)
                codes.append(_Code(position, source, _nbgrader(cell).get("grade_id", ""), names))
    if not codes:
        raise Unreadable(Text("the notebook holds no code cell", "笔记本中没有代码单元格"))
    if has_magic:
        notes.append(MAGIC)
    if _without_stubs(codes) or _is_doubled(codes):
        notes.append(DOUBLED)
    notes += _odd(codes, exercises)
    return tuple(Cell(f"cell {code.position}", code.source) for code in codes), tuple(notes)


def answers(source: str, untouched: dict[str, str]) -> dict[str, bool]:
    """Return the names a piece of code defines at top level, and whether each is an answer.

    Args:
        untouched: Name -> how the skeleton's definition looks (see `_skeletons`).
    """
    tree = parse(source)
    if tree is None:
        return dict.fromkeys(DEFINITION.findall(source), True)
    names = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names[node.name] = not _is_stub(node) and _shape(node) != untouched.get(node.name)
    return names


def answered(source: str, exercises: Iterable[Exercise]) -> frozenset[str]:
    """Return which functions of these exercises the code answers."""
    exercises = tuple(exercises)
    wanted = {name for exercise in exercises for name in exercise.functions}
    found = answers(source, _skeletons(exercises))
    return frozenset(name for name, real in found.items() if real and name in wanted)


def decode_python(data: bytes, name: str) -> str:
    """Return the text of a Python file by its byte order mark, coding line, or as UTF-8.

    Raises:
        Unreadable: None of them fits.
    """
    try:
        encoding = next((codec for bom, codec in BOMS if data.startswith(bom)), "")
        if not encoding:
            encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return data.decode(encoding)
    except (SyntaxError, UnicodeError, LookupError):
        raise Unreadable(
            Text(f"{name} is not saved as UTF-8; save it again with the encoding UTF-8",
                 f"{name} 的编码不是 UTF-8;请以 UTF-8 编码重新保存")
        ) from None  # fmt: skip


def decode_notebook(data: bytes) -> str:
    """Return the text of a notebook file.

    Raises:
        Unreadable: It is not UTF-8.
    """
    try:
        encoding = next((codec for bom, codec in BOMS if data.startswith(bom)), "utf-8")
        return data.decode(encoding)
    except UnicodeError:
        raise Unreadable(
            Text("the notebook is not saved as UTF-8, so it cannot be read; save it with Jupyter",
                 "笔记本的编码不是 UTF-8,无法读取;请用 Jupyter 重新保存")
        ) from None  # fmt: skip


# --- the notebook's format


def _json(text: str) -> dict:
    if not text.strip():
        raise Unreadable(Text("the file is empty", "文件是空的"))
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError):
        notebook = None
    if not isinstance(notebook, dict):
        raise Unreadable(
            Text("the notebook file is damaged (not valid JSON); open it in Jupyter, save it and "
                 "hand it in again",
                 "笔记本文件已损坏(不是有效的 JSON);请用 Jupyter 打开、保存后重新提交")
        )  # fmt: skip
    return notebook


def _raw_cells(notebook: dict) -> tuple[list[Any], list[Text]]:
    cells = notebook.get("cells")
    if isinstance(cells, list) and notebook.get("nbformat", 4) != 1:
        return cells, []
    sheets = notebook.get("worksheets")
    if isinstance(sheets, list):  # formats 2 and 3, of 2011 to 2014
        cells = [cell for sheet in sheets if isinstance(sheet, dict) for cell in _list(sheet)]
    old = Text("the notebook was saved by an old Jupyter and has been converted",
               "笔记本由旧版 Jupyter 保存,已自动转换")  # fmt: skip
    if isinstance(cells, list):
        return cells, [old]
    raise Unreadable(
        Text("the file is not a notebook: it has no cells", "文件不是笔记本:没有单元格")
    )


def _list(sheet: dict) -> list:
    cells = sheet.get("cells")
    return cells if isinstance(cells, list) else []


def _is_code(cell: Any) -> bool:
    return isinstance(cell, dict) and cell.get("cell_type") == "code"


def _source(cell: dict) -> str:
    source = cell.get("source", cell.get("input", cell.get("code", "")))
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""


def _nbgrader(cell: dict) -> dict:
    metadata = cell.get("metadata")
    ours = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    ours = dict(ours) if isinstance(ours, dict) else {}
    if not isinstance(ours.get("grade_id", ""), str):
        ours["grade_id"] = ""
    return ours


def _is_grade_cell(cell: dict) -> bool:
    """Whether the cell is our visible check, even where its marks were lost."""
    ours = _nbgrader(cell)
    if ours:
        return bool(ours.get("grade")) and not ours.get("solution")
    source = _source(cell)
    return source.lstrip().startswith(CHECK_CELL) and not DEFINITION.search(source)


# --- cells that were doubled, moved or deleted


def _skeletons(exercises: Iterable[Exercise]) -> dict[str, str]:
    """Return how each definition looks while the student has not touched it."""
    shapes = {}
    for exercise in exercises:
        tree = parse(strip_solutions(exercise.reference))
        for node in tree.body if tree else ():
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                shapes[node.name] = _shape(node)
    return shapes


def _shape(node: ast.AST) -> str:
    try:
        return ast.dump(node)
    except RecursionError:
        return ""


def _is_stub(node: ast.AST) -> bool:
    """Whether a function does nothing but raise NotImplementedError."""
    if isinstance(node, ast.ClassDef):
        return False
    body = [
        n for n in node.body if not (isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant))
    ]
    if len(body) != 1 or not isinstance(body[0], ast.Raise):
        return False
    raised = body[0].exc
    name = raised.func if isinstance(raised, ast.Call) else raised
    return getattr(name, "id", "") == "NotImplementedError"


def _without_stubs(codes: list[_Code]) -> bool:
    """Blank skeletons that another cell answers: run later, they would undo the answer.

    The rest of such a cell stays; its imports may serve the answer.
    """
    real = {name for code in codes for name, is_answer in code.names.items() if is_answer}
    doubled = False
    for code in codes:
        stubs = {name for name, is_answer in code.names.items() if not is_answer} & real
        if stubs:
            doubled = True
            code.source = _blanked(code.source, stubs)
            code.names = {name: code.names[name] for name in code.names if name not in stubs}
    return doubled


def _blanked(source: str, names: set[str]) -> str:
    tree, lines = parse(source), source.split("\n")
    for node in tree.body if tree else ():
        if getattr(node, "name", "") in names:
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            lines[first - 1 : node.end_lineno] = [""] * (node.end_lineno - first + 1)
    return "\n".join(lines)


def _is_doubled(codes: list[_Code]) -> bool:
    ids = [code.grade_id for code in codes if code.grade_id]
    return len(ids) != len(set(ids))


def _odd(codes: list[_Code], exercises: Sequence[Exercise]) -> list[Text]:
    notes, places = [], []
    ids = [code.grade_id for code in codes if code.grade_id]
    for exercise in exercises:
        defining = [code for code in codes if exercise.functions[0] in code.names]
        missing = [n for n in exercise.functions if not any(n in code.names for code in codes)]
        if missing:
            notes.append(_missing(missing))
            continue
        places.append(max(code.position for code in defining))
        if not any(exercise.grade_id in grade_id for grade_id in ids):
            notes.append(_unmarked(exercise.name))
    return [*notes, MOVED] if places != sorted(places) else notes


def _missing(functions: list[str]) -> Text:
    names = ", ".join(f"`{name}`" for name in functions)
    return Text(
        f"no cell defines {names}; was the cell deleted or the name changed?",
        f"没有单元格定义 {names};是否删除了单元格或改了名字?",
    )


def _unmarked(name: str) -> Text:
    return Text(
        f"the cell of `{name}` lost its marks; its code counts all the same",
        f"`{name}` 的单元格丢失了标记;其中的代码仍然计分",
    )
