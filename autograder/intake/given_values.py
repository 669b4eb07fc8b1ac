"""What a statement gives a name, as text that is equal where the same is given again. Pure."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence


def values_of(node: ast.stmt, lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each name to which this very statement surely gives something that can be compared.

    ``"=torch.nn"`` is what an import gives, ``"~nn.Module"`` what these names lead to. Others are
    the text of a definition and the form of a constant.

    Args:
        lines: Those of the whole cell.
    """
    match node:
        case ast.Import() | ast.ImportFrom():
            yield from ((name, f"={path}") for name, path in imported(node))
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            if not node.decorator_list:
                own = lines[node.lineno - 1 : node.end_lineno]
                yield node.name, "\n".join(line.rstrip() for line in own)
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            yield name, _value(value)
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            yield name, _value(value)


def _value(node: ast.expr) -> str:
    path = dotted(node) if isinstance(node, ast.Name | ast.Attribute) else None
    if path:
        return f"~{path}"
    return ast.dump(node) if _is_constant(node) else ""


def dotted(node: ast.AST) -> str | None:
    """Return ``a.b.c`` for what is reached from a name by attributes, items and calls."""
    parts: list[str] = []
    while True:
        match node:
            case ast.Attribute(value=inner, attr=attr):
                parts.append(attr)
            case ast.Subscript(value=inner) | ast.Call(func=inner):
                pass
            case ast.Name(id=name):
                return ".".join([name, *reversed(parts)])
            case _:
                return None
        node = inner


def imported(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    """Yield each name that an import binds, with the full name of what it is bound to."""
    for alias in node.names:
        if isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            yield alias.asname or alias.name, f"{base}.{alias.name}"
        else:
            first = alias.name.split(".")[0]
            yield alias.asname or first, alias.name if alias.asname else first


def _is_constant(node: ast.expr) -> bool:
    """Whether an expression always gives an equal value that nobody can change."""
    match node:
        case ast.Constant() | ast.UnaryOp(operand=ast.Constant()):
            return True
        case ast.Tuple(elts=items):
            return all(map(_is_constant, items))
        case ast.IfExp(test=test, body=body, orelse=other):
            return all(map(_is_constant, (test, body, other)))
        case ast.Call(args=items, keywords=[]):
            name = (dotted(node.func) or "").rpartition(".")[2]
            return name in ("device", "is_available") and all(map(_is_constant, items))
    return False
