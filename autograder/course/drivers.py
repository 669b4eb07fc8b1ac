"""The drivers of a ``scenario.py``: what each says that it does with the student's function. Pure.

A driver is a public function whose first parameter is ``student``. Students never call one, so its
sentence stands in a counterexample in place of the call.
"""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Iterator

from autograder.errors import AuthorError
from autograder.model import Driver, Text

FIRST = "student"
# ``{sizes}``, or ``{machine[1]}`` for a part of a tuple.
FIELD = re.compile(r"{(\w+)(?:\[(\d+)\])?}")
BRACES = re.compile(r"[{}]")


def is_driver(node: ast.stmt) -> bool:
    """Return whether a statement of a scenario defines a driver."""
    if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
        return False
    return [each.arg for each in node.args.args[:1]] == [FIRST]


def driver_of(node: ast.FunctionDef, sentence: Text, where: str) -> Driver:
    """Return the driver that a function is.

    Args:
        sentence: Its docstring in both languages.

    Raises:
        AuthorError: A field of the sentence names no parameter, or is misspelt.
    """
    arguments = node.args
    names = [each.arg for each in (*arguments.posonlyargs, *arguments.args)][1:]
    rest = arguments.vararg.arg if arguments.vararg else ""
    known = [*names, *(each.arg for each in arguments.kwonlyargs), *filter(None, [rest])]
    for text in (sentence.en, sentence.zh):
        for name, _ in FIELD.findall(text):
            if name not in known:
                close = difflib.get_close_matches(name, known, 1)
                meant = f"did you mean `{{{close[0]}}}`? " if close else ""
                raise AuthorError(
                    f"{{{name}}} names no parameter",
                    where=where,
                    cure=f"{meant}there are {', '.join(known) or 'none'}",
                )
        if BRACES.search(FIELD.sub("", text)):
            raise AuthorError(
                "a brace that belongs to no field",
                where=where,
                cure="write {parameter} or {parameter[0]}, and no other braces",
            )
    return Driver(node.name, tuple(names), rest, sentence, tuple(_defaults(arguments)))


def _defaults(arguments: ast.arguments) -> Iterator[tuple[str, str]]:
    ordered = [*arguments.posonlyargs, *arguments.args]
    last = len(ordered) - len(arguments.defaults)
    pairs: list[tuple[ast.arg, ast.expr | None]] = [
        *zip(ordered[last:], arguments.defaults, strict=True),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ]
    for parameter, value in pairs:
        if isinstance(value, ast.Constant):
            yield parameter.arg, str(value.value)
        elif value is not None:
            yield parameter.arg, ast.unparse(value)


def without_sentences(source: str) -> str:
    """Return a scenario without its docstrings: they are for readers and decide nothing."""
    lines: list[str | None] = [*source.split("\n")]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and len(node.body) > 1:
            first = node.body[0]
            last = first.end_lineno or first.lineno
            if ast.get_docstring(node, clean=False) is not None and last < node.body[1].lineno:
                lines[first.lineno - 1 : last] = [None] * (last - first.lineno + 1)
    return "\n".join(line for line in lines if line is not None)
