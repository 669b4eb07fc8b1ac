"""Which names a piece of code binds at its top level, and in which of the many ways. Pure."""

from __future__ import annotations

import ast
import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
# What can hold a function or a class: a call makes a partial, an instance, a decorated function.
CALLABLE_VALUES = (ast.Lambda, ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.IfExp,
                   ast.BoolOp, ast.NamedExpr)  # fmt: skip
NAMESPACES = ("globals", "locals", "vars")


class Bound(enum.StrEnum):
    """What a name stands for where code binds it.

    `VALUE` is what nobody can call, or what is made from what the name stood for before.
    """

    ANSWER = "answer"
    SKELETON = "skeleton"
    VALUE = "value"


@dataclass(frozen=True)
class Binding:
    """One place at which code binds a name."""

    name: str
    bound: Bound
    node: ast.AST


def bindings(tree: ast.Module, untouched: Mapping[str, str]) -> Iterator[Binding]:
    """Yield what the code binds in its module, in the order of the text.

    A function counts however it is bound: by `def`, in a branch, as a lambda, under another name,
    by an import, in a tuple, by `:=`, through `globals()` or with `global`.

    Args:
        untouched: Name -> how the skeleton's definition looks (see `shape`).
    """
    for node in _of_module(tree):
        if isinstance(node, Definition):
            is_skeleton = _is_stub(node) or shape(node) == untouched.get(node.name)
            yield Binding(node.name, Bound.SKELETON if is_skeleton else Bound.ANSWER, node)
            for name in _declared_global(node):
                yield Binding(name, Bound.ANSWER, node)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                yield from _assigned(target, node.value, node)
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
            yield from _assigned(node.target, node.value, node)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield Binding(alias.asname or alias.name, Bound.ANSWER, node)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield Binding(alias.asname or alias.name.partition(".")[0], Bound.VALUE, node)
        elif isinstance(node, ast.For | ast.AsyncFor):
            yield from _assigned(node.target, node.iter, node)
        elif isinstance(node, ast.With | ast.AsyncWith):
            for item in node.items:
                if item.optional_vars is not None:
                    yield from _assigned(item.optional_vars, item.context_expr, node)


def shape(node: ast.AST) -> str:
    """Return how a definition looks, without its layout and comments."""
    try:
        return ast.dump(node)
    except RecursionError:
        return ""


def _of_module(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield every node that runs in the module itself, not inside a function or class."""
    todo = [tree]
    while todo:
        node = todo.pop()
        yield node
        if not isinstance(node, SCOPES):
            todo += reversed(list(ast.iter_child_nodes(node)))


def _declared_global(node: Definition) -> set[str]:
    """Return the names that a function assigns in its module."""
    nodes = list(ast.walk(node))
    declared = {name for n in nodes if isinstance(n, ast.Global) for name in n.names}
    bound = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    bound |= {n.name for n in nodes if isinstance(n, Definition)}
    return declared & bound


def _assigned(target: ast.expr, value: ast.expr, node: ast.AST) -> Iterator[Binding]:
    if isinstance(target, ast.Tuple | ast.List):
        values = value.elts if isinstance(value, ast.Tuple | ast.List) else ()
        paired = len(values) == len(target.elts)
        for number, part in enumerate(target.elts):
            yield from _assigned(part, values[number] if paired else value, node)
    elif isinstance(target, ast.Starred):
        yield from _assigned(target.value, value, node)
    elif name := _name_of(target):
        yield Binding(name, _of_value(name, value), node)


def _name_of(target: ast.expr) -> str:
    """Return the name that a target binds in the module: `f`, or `f` of `globals()["f"]`."""
    if isinstance(target, ast.Name):
        return target.id
    if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
        space, key = target.value, target.slice.value
        called = space.func if isinstance(space, ast.Call) else None
        if getattr(called, "id", "") in NAMESPACES and isinstance(key, str):
            return key
    return ""


def _of_value(name: str, value: ast.expr) -> Bound:
    if not isinstance(value, CALLABLE_VALUES):
        return Bound.VALUE
    # A lambda may call itself; `f = f(2)` and `f = cache(f)` need another answer before them.
    own = not isinstance(value, ast.Lambda) and any(
        isinstance(node, ast.Name) and node.id == name for node in ast.walk(value)
    )
    return Bound.VALUE if own else Bound.ANSWER


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
