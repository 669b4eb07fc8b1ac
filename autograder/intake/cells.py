"""From the cells of a notebook to those that are graded. Pure; student code is never run here."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from autograder.course.skeleton import strip_solutions
from autograder.intake.decoding import Unreadable
from autograder.intake.magics import neutral, parse
from autograder.intake.notebook_format import NotebookCell, ParsedNotebook
from autograder.model import Cell, Exercise, Text

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
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass
class _Code:
    """A code cell on its way in."""

    position: int
    source: str
    grade_id: str = ""
    names: dict[str, bool] = field(default_factory=dict)


def cells_of_notebook(
    notebook: ParsedNotebook, exercises: Sequence[Exercise]
) -> tuple[tuple[Cell, ...], tuple[Text, ...]]:
    """Return the student's code cells in order, and what was mended or looks odd.

    Locked grade cells are left out: what they say is decided by the grader. An untouched skeleton
    is left out as well where another cell answers the same function.

    Raises:
        Unreadable: It holds no code.
    """
    notes = list(notebook.notes)
    untouched = _skeletons(exercises)
    codes, has_magic = [], False
    for cell in notebook.cells:
        if cell.kind == "code" and not _is_grade_cell(cell):
            source, changed = neutral(cell.source)
            has_magic |= changed
            if source.strip():
                names = answers(source, untouched)
                codes.append(_Code(cell.position, source, cell.grade_id, names))
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
        if isinstance(node, Definition):
            names[node.name] = not _is_stub(node) and _shape(node) != untouched.get(node.name)
    return names


def answered(source: str, exercises: Iterable[Exercise]) -> frozenset[str]:
    """Return which functions of these exercises the code answers."""
    exercises = tuple(exercises)
    wanted = {name for exercise in exercises for name in exercise.functions}
    found = answers(source, _skeletons(exercises))
    return frozenset(name for name, real in found.items() if real and name in wanted)


def _is_grade_cell(cell: NotebookCell) -> bool:
    """Whether the cell is our visible check, even where its marks were lost."""
    if cell.marks:
        return bool(cell.marks.get("grade")) and not cell.marks.get("solution")
    return cell.source.lstrip().startswith(CHECK_CELL) and not DEFINITION.search(cell.source)


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


def _is_stub(node: Definition) -> bool:
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
        if isinstance(node, Definition) and node.name in names:
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            last = node.end_lineno or first
            lines[first - 1 : last] = [""] * (last - first + 1)
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
