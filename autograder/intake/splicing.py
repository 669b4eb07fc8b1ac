"""Replaces parts of a source text by their place in its syntax tree. Pure."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """One part of a text and what takes its place.

    Attributes:
        first, last: Line (from 1) and column (in bytes of UTF-8, from 0) of both ends.
    """

    first: tuple[int, int]
    last: tuple[int, int]
    text: str

    @classmethod
    def of(cls, node: ast.stmt | ast.expr, text: str) -> Edit:
        """Return an edit that replaces a whole node."""
        last = (node.end_lineno or node.lineno, node.end_col_offset or 0)
        return cls((node.lineno, node.col_offset), last, text)


def spliced(source: str, edits: Iterable[Edit]) -> str:
    """Return the text with every edit made; what is below keeps its line where it can.

    Of edits inside each other the outer one counts.
    """
    # `ast` ends lines at \\n only once \\r is gone; a form feed does not end one.
    lines = [line.encode() for line in source.split("\n")]
    end = (len(lines) + 1, 0)
    for edit in sorted(edits, key=lambda e: (e.last, (-e.first[0], -e.first[1])), reverse=True):
        if edit.last > end:
            continue
        end = edit.first
        head, tail = edit.first[0] - 1, edit.last[0] - 1
        before, after = lines[head][: edit.first[1]], lines[tail][edit.last[1] :]
        parts = (before + edit.text.encode()).split(b"\n")
        parts += [b""] * (tail - head + 1 - len(parts))
        # What follows on the line stays behind the new text, not behind the empty lines.
        where = edit.text.count("\n")
        parts[where] += after
        lines[head : tail + 1] = parts
    return b"\n".join(lines).decode()
