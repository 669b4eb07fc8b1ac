"""The visible checks: the ``>>>`` examples in the docstrings of a reference."""

from __future__ import annotations

import ast
import doctest
import re

from autograder.course.skeleton import skeleton
from autograder.model import Exercise


def examples(exercise: Exercise) -> str:
    """Return the examples of every function and method of the exercise, as doctest text.

    They bring the imports they use, so that they run beside an answer that needs none of them.
    """
    tree = ast.parse(skeleton(exercise))
    public = [node for node in tree.body if getattr(node, "name", "") in exercise.functions]
    shown = "\n\n".join(filter(None, map(_of_definition, public)))
    imports = [
        f">>> {ast.unparse(node)}"
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom) and _is_used(node, shown)
    ]
    return "\n".join([*imports, shown])


def of_docstring(docstring: str) -> str:
    """Return the examples alone: no prose between them, no indentation."""
    parsed = doctest.DocTestParser().get_examples(docstring)
    return "\n".join(_shown(example) for example in parsed)


def literal(text: str) -> str:
    """Return Python source for `text` that a person can read: triple quotes where they are safe."""
    if '"""' in text or text.endswith('"'):
        return repr(text)
    if "\\" in text:
        return repr(text) if text.endswith("\\") else f'r"""\n{text}\n"""'
    return f'"""\n{text}\n"""'


def _of_definition(node: ast.AST) -> str:
    documented = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    found = [ast.get_docstring(n) or "" for n in ast.walk(node) if isinstance(n, documented)]
    return "\n\n".join(filter(None, map(of_docstring, found)))


def _is_used(node: ast.Import | ast.ImportFrom, code: str) -> bool:
    names = (alias.asname or alias.name.split(".")[0] for alias in node.names)
    return any(re.search(rf"(?<![\w.]){re.escape(name)}\b", code) for name in names)


def _shown(example: doctest.Example) -> str:
    first, *more = example.source.rstrip("\n").split("\n")
    return "\n".join([f">>> {first}", *(f"... {line}".rstrip() for line in more)]) + (
        "\n" + example.want.rstrip("\n") if example.want else ""
    )
