"""Wrong answers that are given as small changes of the reference.

A file of ``wrong/`` is either a complete answer or, where the mistake is a line or two, its
difference from the reference alone::

    CHANGES = (
        ("total += loss.detach() * len(x)", "total += loss.detach()"),
    )

Each pair holds a piece of the reference's solution, which occurs in it exactly once, and what takes
its place. Lines after the first are indented like the line that the piece begins in. So a reader
sees the mistake and nothing else, and a reference that changes takes its wrong answers along, or
says which of them no longer fits.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.course.skeleton import BEGIN, END
from autograder.errors import AuthorError

CHANGES = "CHANGES"


def complete(file: Path, source: str, reference: str) -> str:
    """Return the whole answer that a file of ``wrong/`` stands for.

    Args:
        source: The text of the file.
        reference: The text of the exercise's ``reference.py``.

    Returns:
        The text itself, or, where it holds CHANGES, its other lines and the changed reference.

    Raises:
        AuthorError: A piece is not there exactly once, or the result is no Python.
    """
    tree = ast.parse(source)
    node = next((each for each in tree.body if _assigns_changes(each)), None)
    if node is None:
        return source
    if any(isinstance(each, ast.FunctionDef | ast.ClassDef) for each in tree.body):
        raise AuthorError(
            "it holds both code and CHANGES",
            where=str(file),
            cure="give the changes alone, or the whole answer without CHANGES",
        )
    lines = source.splitlines()
    head = [*lines[: node.lineno - 1], *lines[node.end_lineno :]]
    answer = "\n".join([*head, "", changed(reference, _pairs(node, file), str(file))])
    try:
        ast.parse(answer)
    except SyntaxError as error:
        raise AuthorError(
            f"the changed reference is no Python: {error.msg} in {(error.text or '').strip()!r}",
            where=str(file),
            cure="mend the new text; its later lines are indented like the first",
        ) from None
    return answer


def changed(reference: str, pairs: tuple[tuple[str, str], ...], where: str) -> str:
    """Return the reference with these pieces of its solution replaced, one after the other.

    Raises:
        AuthorError: A piece is not there exactly once.
    """
    parts: list[list[str]] = [[]]
    for line in reference.splitlines():
        if BEGIN in line or END in line:
            parts.append([])
        else:
            parts[-1].append(line)
    texts = ["\n".join(part) for part in parts]
    for old, new in pairs:
        # Text outside and inside the solution marks takes turns.
        found = [(n, *place) for n in range(1, len(texts), 2) for place in _places(texts[n], old)]
        if len(found) != 1:
            raise AuthorError(
                f"the solution of the reference holds {old!r} {len(found)} times",
                where=where,
                cure="give a piece that is there exactly once",
            )
        ((n, start, length, indent),) = found
        text = texts[n]
        texts[n] = text[:start] + _indented(new, indent) + text[start + length :]
    return "\n".join(texts) + "\n"


def _places(text: str, old: str) -> Iterator[tuple[int, int, str]]:
    """Yield where a piece begins, how long it is there, and the indentation of that line."""
    for match in re.finditer(re.escape(old.split("\n")[0]), text):
        line = text[text.rfind("\n", 0, match.start()) + 1 :]
        indent = line[: len(line) - len(line.lstrip(" "))]
        wanted = _indented(old, indent)
        if text.startswith(wanted, match.start()):
            yield match.start(), len(wanted), indent


def _indented(piece: str, indent: str) -> str:
    """Return a piece with every line but the first indented."""
    return re.sub(r"\n(?=[^\n])", "\n" + indent, piece)


def _assigns_changes(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == CHANGES


def _pairs(node: Any, file: Path) -> tuple[tuple[str, str], ...]:
    try:
        pairs = ast.literal_eval(node.value)
    except ValueError:
        pairs = ()
    right = type(pairs) is tuple and pairs
    if not right or not all(
        type(pair) is tuple and len(pair) == 2 and all(type(text) is str for text in pair)
        for pair in pairs
    ):
        raise AuthorError(
            "CHANGES is not a tuple of pairs of texts",
            where=str(file),
            cure='write CHANGES = (("a piece of the reference", "what takes its place"),)',
        )
    return pairs
