"""Answers that Python never gets to run, and why: named once, and in the exercise they belong to.

Such code is not repaired. In Jupyter a cell that is raw or Markdown does nothing either, so its
student could have seen that the function is missing; and which side of a conflict was meant nobody
but the student knows. What is left is a comment, so that a page can show what was handed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from autograder.intake.answers import DEFINITION, names_of
from autograder.intake.bindings import Bound
from autograder.intake.diagnosis import diagnosed
from autograder.intake.magics import parse
from autograder.intake.notebook_format import NotebookCell
from autograder.model import Cause, Cell, Exercise, Text

FENCE = re.compile(r"^\s*(?:```|~~~)[^\n]*\n(.*?)^\s*(?:```|~~~)", re.MULTILINE | re.DOTALL)
KINDS = {"raw": Text("raw", "原始(Raw)"), "markdown": Text("Markdown", "Markdown")}


def commented(source: str) -> str:
    """Return the text as comments, each line in its place."""
    return "\n".join(f"# {line}" if line.strip() else line for line in source.split("\n"))


def runnable(cell: Cell, exercises: Iterable[Exercise]) -> tuple[Cell, Cause | None]:
    """Return the cell, emptied with the cause if it is known why no Python of here can read it."""
    found = diagnosed(cell.source)
    if found is None:
        return cell, None
    names = set(DEFINITION.findall(cell.source))
    own = (e.slug for e in exercises if names & set(e.functions))
    cause = Cause(f"{cell.name}, line {found.line}: {found.what.en}",
                  f"{cell.name} 第 {found.line} 行:{found.what.zh}", tuple(own))  # fmt: skip
    return replace(cell, source=commented(cell.source)), cause


def changed_kind(cell: NotebookCell, name: str, exercises: Iterable[Exercise]) -> Cause | None:
    """Return what to say of an answer that stands in a cell which is no code, if this is one."""
    if cell.kind not in KINDS or (cell.marks and not cell.marks.get("solution")):
        return None
    found = _defined(cell.source)
    own = [e for e in exercises
           if found & set(e.functions)
           or (cell.marks.get("solution") and e.grade_id in cell.grade_id)]  # fmt: skip
    if not own:
        return None
    functions = ", ".join(f"`{e.functions[0]}`" for e in own)
    kind = KINDS[cell.kind]
    return Cause(
        f"{name} is a {kind.en} cell, so the code in it is not run and {functions} is missing; "
        "turn it into a code cell again (click beside it, press Y) and run it",
        f"{name} 是 {kind.zh} 单元格,其中的代码不会运行,因此缺少 {functions};"
        "请把它改回代码单元格(点击其左侧,按 Y)并运行",
        tuple(e.slug for e in own),
    )


def _defined(text: str) -> set[str]:
    """Return what the code in a text defines, fenced or as it stands."""
    code = "\n".join(FENCE.findall(text)) or text
    if parse(code) is None:
        return set(DEFINITION.findall(code))
    return {name for name, bound in names_of(code, {}).items() if bound is Bound.ANSWER}
