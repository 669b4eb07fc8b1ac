"""A cell as the statements it is run by. Pure; nothing is run.

Both sides cut: the submission's process to go on after a statement that failed, the grader to name
it and to leave out one that ends the process.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

PARSE_ERRORS = (SyntaxError, ValueError, RecursionError, MemoryError)
MAX_TEXT = 100


@dataclass(frozen=True)
class Place:
    """Where a submission failed while it was loaded: a statement, or a whole cell or file.

    Attributes:
        cell: Its cell or file.
        line: The statement's line in it, counted from 1; 0 for all of it.
        text: The statement's first line.
        binds: The names that the statement would have bound.
        is_alone: Whether the cell has no other statement.
    """

    cell: str
    line: int = 0
    text: str = ""
    binds: frozenset[str] = frozenset()
    is_alone: bool = False

    def __str__(self) -> str:
        return f"{self.cell}, line {self.line} `{self.text}`" if self.line else self.cell


@lru_cache(maxsize=256)  # every exercise and every process of it loads the same cells
def places_of(cell: str, source: str) -> tuple[Place, ...]:
    """Return the place of each statement; none where the source does not parse."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse(source).body
    except PARSE_ERRORS:
        return ()
    lines = source.split("\n")
    return tuple(_place(cell, node, lines, len(body) == 1) for node in body)


def bound(node: ast.AST) -> frozenset[str]:
    """Return the names that a statement binds where it stands, not within its functions."""
    return frozenset(_bound(node))


def _bound(node: ast.AST) -> Iterable[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
        return
    if isinstance(node, ast.alias):
        yield node.asname or node.name.split(".")[0]
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.Lambda):
            yield from _bound(child)


def _place(cell: str, node: ast.stmt, lines: list[str], alone: bool) -> Place:
    decorators = getattr(node, "decorator_list", [])
    line = min([node.lineno, *(each.lineno for each in decorators)])
    text = lines[line - 1].strip() if line <= len(lines) else ""
    if len(text) > MAX_TEXT:
        text = f"{text[:MAX_TEXT]}..."
    return Place(cell, line, text, bound(node), alone)
