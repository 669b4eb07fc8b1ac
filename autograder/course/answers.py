"""Wrong answers that are given as small changes of the reference.

A file of ``wrong/`` is either a complete answer or, where the mistake is a few lines, only these::

    CHANGES = '''
    -    total += loss.detach() * len(x)
    +    total += loss.detach()
    '''

A line that goes begins with ``-``, a line that comes with ``+``, a line that only shows the place
with a space; an empty line separates two places. The lines that go or show must be found in the
reference exactly once, as whole lines, indented by as much as you like. So a reader sees the
mistake and nothing else, and a reference that changes says which wrong answers no longer fit it.
"""

from __future__ import annotations

import ast
from pathlib import Path
from textwrap import indent
from typing import Any

from autograder.course.skeleton import BEGIN, END
from autograder.errors import AuthorError


def complete(file: Path, source: str, reference: str) -> str:
    """Return the whole answer that a file of ``wrong/`` stands for.

    Args:
        source: The text of the file.
        reference: The text of the exercise's ``reference.py``.

    Returns:
        The text itself, or, where it holds CHANGES, its other lines and the changed reference.

    Raises:
        AuthorError: CHANGES does not fit the reference, or the result is no Python.
    """
    tree = ast.parse(source)
    node = next((node for node in tree.body if _sets_changes(node)), None)
    if node is None:
        return source
    if any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in tree.body):
        raise AuthorError("it holds both code and CHANGES", where=str(file),
                          cure="give the changes alone, or the whole answer")  # fmt: skip
    lines = source.splitlines()
    head = "\n".join([*lines[: node.lineno - 1], *lines[node.end_lineno :]]).rstrip()
    answer = f"{head}\n\n\n{changed(reference, _text_of(node, file), str(file))}"
    try:
        ast.parse(answer)
    except SyntaxError as error:
        line = (error.text or "").strip()
        raise AuthorError(
            f"the changed reference is no Python: {error.msg} in {line!r}",
            where=str(file),
            cure="mend the lines that begin with '+'",
        ) from None
    return answer


def changed(reference: str, changes: str, where: str) -> str:
    """Return the reference, without its solution marks, with these changes made one by one.

    Raises:
        AuthorError: A place is not there exactly once.
    """
    lines = [line for line in reference.splitlines() if BEGIN not in line and END not in line]
    for hunk in _hunks(changes):
        old = [line[1:] for line in hunk if line[0] in " -"]
        new = [line[1:] for line in hunk if line[0] in " +"]
        if len(old) + len(new) < len(hunk) or not old or old == new:
            raise AuthorError(
                "a change needs lines that begin with '-' or ' ' and lines that begin with '+'",
                where=where,
                cure=f"the lines in question are\n{indent(chr(10).join(hunk), '  ')}",
            )
        found = [n for n in range(len(lines)) if _shift(lines[n : n + len(old)], old) is not None]
        if len(found) != 1:
            raise AuthorError(
                f"the reference holds these lines {len(found)} times, not once:\n"
                + indent("\n".join(old), "  "),
                where=where,
                cure="copy them from it, or add a line beside them",
            )
        (n,) = found
        by = _shift(lines[n : n + len(old)], old) or 0
        lines[n : n + len(old)] = [_moved(line, by) for line in new]
    return "\n".join(lines) + "\n"


def _hunks(changes: str) -> list[list[str]]:
    """Return the lines of each place."""
    hunks: list[list[str]] = [[]]
    for line in changes.splitlines():
        if line.strip():
            hunks[-1].append(line)
        elif hunks[-1]:
            hunks.append([])
    return [hunk for hunk in hunks if hunk]


def _shift(lines: list[str], old: list[str]) -> int | None:
    """Return by how many spaces `lines` are indented more than `old`, or None if they differ."""
    by = (len(lines[0]) - len(lines[0].lstrip())) - (len(old[0]) - len(old[0].lstrip()))
    return by if lines == [_moved(line, by) for line in old] else None


def _moved(line: str, by: int) -> str:
    """Return a line that is indented by so many spaces more (or fewer)."""
    if not line.strip():
        return ""
    return " " * by + line if by >= 0 else line[-by:]


def _sets_changes(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "CHANGES"


def _text_of(node: Any, file: Path) -> str:
    value = getattr(node.value, "value", None)
    if not isinstance(value, str) or not value.strip():
        raise AuthorError("CHANGES is not a text", where=str(file),
                          cure='write the lines as in a diff, CHANGES = """..."""')  # fmt: skip
    return value
