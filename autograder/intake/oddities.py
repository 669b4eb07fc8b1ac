"""What looks odd about the cells of a notebook: doubled, moved, deleted, without their marks. Pure.

Each cause is one sentence, however many exercises it is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from autograder.intake.answers import may_bind
from autograder.intake.bindings import Bound
from autograder.model import Exercise, Text

DOUBLED = Text(
    "a cell of the assignment is there more than once; the last answer counts",
    "作业的某个单元格出现了多次;以最后一个答案为准",
)
MOVED = Text(
    "cells were moved; they are run from top to bottom",
    "单元格被移动过;评分时从上到下依次运行",
)


@dataclass(frozen=True)
class Code:
    """A code cell on its way in.

    Attributes:
        names: What it binds.
        is_marked: Whether cells of this file can have nbgrader's marks.
    """

    position: int
    source: str
    grade_id: str = ""
    names: dict[str, Bound] = field(default_factory=dict)


def is_doubled(codes: Sequence[Code]) -> bool:
    """Whether a cell of the assignment was copied."""
    ids = [code.grade_id for code in codes if code.grade_id]
    return len(ids) != len(set(ids))


def odd(
    codes: Sequence[Code], exercises: Sequence[Exercise], *, named: frozenset[str], marked: bool
) -> list[Text]:
    """Return sentences about cells that were moved or deleted or lost their marks.

    Args:
        named: Slugs of exercises of which the reason is told already.
        marked: Whether a file of this kind has marks.
    """
    places, missing, unmarked = [], [], []
    ids = [code.grade_id for code in codes if code.grade_id]
    for exercise in exercises:
        defining = [code for code in codes if exercise.functions[0] in code.names]
        lacking = [n for n in exercise.functions if not _is_bound(n, codes)]
        if lacking or not defining:
            missing += lacking if exercise.slug not in named else []
            continue
        places.append(max(code.position for code in defining))
        if marked and not any(exercise.grade_id in grade_id for grade_id in ids):
            unmarked.append(exercise.name)
    notes = [_missing(missing)] if missing else []
    notes += [_unmarked(unmarked)] if unmarked else []
    return [*notes, MOVED] if places != sorted(places) else notes


def _is_bound(name: str, codes: Sequence[Code]) -> bool:
    return any(name in code.names or may_bind(code.source, name) for code in codes)


def _missing(functions: list[str]) -> Text:
    names = ", ".join(f"`{name}`" for name in functions)
    return Text(
        f"no cell defines {names}; was the cell deleted or the name changed?",
        f"没有单元格定义 {names};是否删除了单元格或改了名字?",
    )


def _unmarked(exercises: list[str]) -> Text:
    names = ", ".join(f"`{name}`" for name in exercises)
    cell, its = ("cell", "its") if len(exercises) == 1 else ("cells", "their")
    return Text(
        f"the {cell} of {names} lost {its} marks; the code counts all the same",
        f"{names} 的单元格丢失了标记;其中的代码仍然计分",
    )
