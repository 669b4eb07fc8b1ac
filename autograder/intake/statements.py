"""What each statement of a cell binds, reads and changes, found in its text. Pure.

Scopes are Python's own: what a function, a class body or a comprehension binds for itself is no
name of the notebook. What runs with the statement is kept apart from what runs once its functions
and classes are called.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from autograder.intake.answers import DEFINITION
from autograder.intake.given_values import dotted, imported, values_of
from autograder.intake.magics import MAX_PARSED_CHARACTERS, parse

# Methods that may change what they belong to; which of them matter is decided where the owner is
# known.
CHANGING = re.compile(
    r"(set|use|enable|disable|reset|register|load)_\w+|\w+[^_]_|seterr(call)?|set(trace|profile)"
    r"|set(recursionlimit|switchinterval|locale)|simplefilter|(filter|reset)warnings|reload|seed"
    r"|manual_seed(_all)?|chdir|putenv|unsetenv|(en|dis)able|patch|__enter__|__setattr__|__setitem__"
    r"|append|extend|insert|pop|popitem|remove|clear|sort|reverse|update|add|discard|setdefault"
    r"|fill|shuffle|train|eval|fit|step|run_cell|ex|push"
)
DEFINED = ("def", "class", "lambda")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
LEAVES = (ast.Constant, ast.expr_context, ast.operator, ast.unaryop, ast.cmpop, ast.boolop)


@dataclass(frozen=True)
class BoundName:
    """One name that a statement gives a value, or takes away.

    Attributes:
        how: ``"def"``, ``"class"``, ``"lambda"``, ``"import"``, ``"star"``, ``"del"``, ``"value"``.
        value: Equal for two bindings that surely give the same; empty where nobody can tell.
            ``"=torch.nn"`` is imported, ``"~torch.nn"`` what these names lead to.
    """

    name: str
    how: str = "value"
    value: str = ""


@dataclass(frozen=True)
class Change:
    """Something that is set on an object, or a call that may change one or switch something.

    Attributes:
        path: As it is written, without brackets: ``torch.Tensor.reshape``.
        is_call: Whether the last part of the path is called.
    """

    path: str
    is_call: bool

    @property
    def root(self) -> str:
        return self.path.split(".")[0]


@dataclass(slots=True)
class Code:
    """What one piece of code does to the notebook's names once it runs.

    Attributes:
        calls: The paths of what it calls (see `Change.path`).
    """

    reads: set[str] = field(default_factory=set)
    binds: list[BoundName] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    calls: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Statement:
    """One statement at the top of a cell.

    Attributes:
        now: What running it does.
        called: What calling the functions and classes in it does.
        aliases: Name -> what it stands for: ``"=torch.nn"`` imported, ``"torch.Tensor"`` a name of
            the notebook's with what follows it.
    """

    now: Code = field(default_factory=Code)
    called: Code = field(default_factory=Code)
    aliases: dict[str, str] = field(default_factory=dict)


def statements_of(source: str) -> tuple[Statement, ...] | None:
    """Return what the statements of a cell do, in order; None where nobody can tell.

    A cell that does not parse never runs, so it has none.
    """
    if len(source) > MAX_PARSED_CHARACTERS:
        return None
    tree = parse(source)
    if tree is None:
        return ()
    lines = source.split("\n")
    try:
        return tuple(_Scanner(lines).scanned(node) for node in tree.body)
    except RecursionError:
        return None


def defined_by(source: str, statements: Sequence[Statement] | None) -> frozenset[str]:
    """Return the names of functions and classes that a cell is about, also where it cannot run."""
    if not statements:
        return frozenset(DEFINITION.findall(source))
    return frozenset(b.name for s in statements for b in s.now.binds if b.how in DEFINED)


@dataclass
class _Scope:
    kind: str
    code: Code
    own: set[str] = field(default_factory=set)
    imported: set[str] = field(default_factory=set)
    declared: set[str] = field(default_factory=set)  # global


class _Scanner:
    """Reads one statement. `scopes` are those it is in, the notebook's own first."""

    def __init__(self, lines: list[str]):
        self.lines, self.statement = lines, Statement()
        self.scopes = [_Scope("notebook", self.statement.now)]
        self.classes: list[str] = []
        self.is_watched = 0  # warnings that are changed here are put back

    def scanned(self, node: ast.stmt) -> Statement:
        """Return what a statement does."""
        self.visit(node)
        values = dict(values_of(node, self.lines))
        found = {name: value[1:] for name, value in values.items() if value.startswith("~")}
        self.statement.aliases |= found
        how = "lambda" if isinstance(getattr(node, "value", None), ast.Lambda) else "value"
        binds = self.statement.now.binds
        binds[:] = [
            replace(b, how=how if b.how == "value" else b.how, value=values.get(b.name, ""))
            for b in binds
        ]
        return self.statement

    def visit(self, node: ast.AST) -> None:
        if isinstance(node, LEAVES):
            return
        handler = HANDLERS.get(type(node))
        if handler is not None:
            handler(self, node)
        else:
            self.visit_children(node)

    def visit_children(self, node: ast.AST) -> None:
        for name in node._fields:
            value = getattr(node, name, None)
            if isinstance(value, list):
                self.visit_all(value)
            elif isinstance(value, ast.AST):
                self.visit(value)

    def visit_all(self, nodes: Iterable[object]) -> None:
        for node in nodes:
            if isinstance(node, ast.AST):
                self.visit(node)

    # --- names

    def bind(self, name: str, how: str = "value") -> None:
        name, scope = self._mangled(name), self.scopes[-1]
        if name in scope.declared:
            self.statement.called.binds.append(BoundName(name, how))
            return
        scope.own.add(name)
        if how == "import":
            scope.imported.add(name)
        if scope.kind == "notebook":
            scope.code.binds.append(BoundName(name, how))

    def read(self, name: str) -> None:
        self.scopes[-1].code.reads.add(self._mangled(name))

    def _mangled(self, name: str) -> str:
        if self.classes and name.startswith("__") and not name.endswith("__"):
            return f"_{self.classes[-1].lstrip('_')}{name}"
        return name

    def on_name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            self.read(node.id)
        else:
            self.bind(node.id, "del" if isinstance(node.ctx, ast.Del) else "value")

    def on_walrus(self, node: ast.NamedExpr) -> None:
        self.visit(node.value)
        inner: list[_Scope] = []
        while self.scopes[-1].kind == "comprehension":
            inner.append(self.scopes.pop())
        self.bind(node.target.id)
        self.scopes += reversed(inner)

    def on_captured(self, node: ast.AST) -> None:
        """An exception's name, and those of patterns, are plain text in the tree."""
        for name in (getattr(node, "name", None), getattr(node, "rest", None)):
            if isinstance(name, str):
                self.bind(name)
        self.visit_children(node)

    def on_annotated(self, node: ast.AnnAssign) -> None:
        self.visit(node.annotation)
        if node.value is not None or self.scopes[-1].kind == "function":
            self.visit(node.target)
        if node.value is not None:
            self.visit(node.value)

    def on_augmented(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            self.read(node.target.id)
        self.visit_children(node)

    def on_global(self, node: ast.Global) -> None:
        self.scopes[-1].declared.update(map(self._mangled, node.names))

    def on_import(self, node: ast.Import | ast.ImportFrom) -> None:
        for name, path in imported(node):
            self.bind(name, "star" if name == "*" else "import")
            self.statement.aliases[name] = f"={path}"

    # --- scopes

    def within(self, kind: str, body: Callable[[], None]) -> None:
        """Scan a scope of its own, and give what it does not bind itself to those around it."""
        scope = _Scope(kind, Code())
        self.scopes.append(scope)
        body()
        self.scopes.pop()
        outer = self.scopes[-1]
        if kind == "function":  # a class body's names are not seen in it
            enclosing = [s for s in self.scopes if s.kind == "function"]
            target = enclosing[-1].code if enclosing else self.statement.called
        else:
            target = outer.code
        local = scope.own - scope.declared
        target.reads |= scope.code.reads - local
        target.calls |= scope.code.calls
        target.changes += [
            c for c in scope.code.changes if c.root not in local or c.root in scope.imported
        ]
        self.statement.called.reads |= scope.code.reads & scope.declared

    def on_function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.bind(node.name, "def")
        self.visit_all(node.decorator_list)
        self._visit_signature(node.args)
        if node.returns is not None:
            self.visit(node.returns)
        self.within("function", lambda: self._visit_body(node.args, node.body))

    def on_lambda(self, node: ast.Lambda) -> None:
        self._visit_signature(node.args)
        self.within("function", lambda: self._visit_body(node.args, [node.body]))

    def _visit_signature(self, args: ast.arguments) -> None:
        self.visit_all([*args.defaults, *args.kw_defaults])
        self.visit_all(arg.annotation for arg in _parameters(args))

    def _visit_body(self, args: ast.arguments, body: Iterable[ast.AST]) -> None:
        for arg in _parameters(args):
            self.bind(arg.arg)
        self.visit_all(body)

    def on_class(self, node: ast.ClassDef) -> None:
        self.bind(node.name, "class")
        self.visit_all([*node.decorator_list, *node.bases, *node.keywords])
        self.classes.append(node.name)
        self.within("class", lambda: self.visit_all(node.body))
        self.classes.pop()

    def on_comprehension(self, node: ast.expr) -> None:
        # The four comprehensions of Python have them and share no class of their own in `ast`.
        first, *others = node.generators  # type: ignore[attr-defined]
        self.visit(first.iter)

        def body() -> None:
            self.visit_all([first.target, *first.ifs, *others])
            self.visit_all(getattr(node, name, None) for name in ("elt", "key", "value"))

        self.within("comprehension", body)

    # --- changes

    def on_target(self, node: ast.Attribute | ast.Subscript) -> None:
        if not isinstance(node.ctx, ast.Load) and (path := dotted(node)):
            self.change(path, is_call=False)
        self.visit_children(node)

    def on_call(self, node: ast.Call) -> None:
        path = dotted(node.func) or ""
        name = path.rpartition(".")[2]
        self.scopes[-1].code.calls.add(path)
        if not path:
            pass
        elif path in ("setattr", "delattr"):
            owner = dotted(node.args[0]) if node.args else None
            self.change(f"{owner}.{_text(node.args[1:2])}" if owner else path, is_call=not owner)
        elif (path == name or CHANGING.fullmatch(name)) and not self._is_put_back(path):
            self.change(path, is_call=True)
        self.visit_children(node)

    def on_with(self, node: ast.With | ast.AsyncWith) -> None:
        """What is called to be a context is put back at its end."""
        watched = False
        for item in node.items:
            call = item.context_expr
            if isinstance(call, ast.Call):
                watched |= (dotted(call.func) or "").endswith(("catch_warnings", "errstate"))
                self.visit_all([call.func, *call.args, *call.keywords])
            else:
                self.visit(call)
            if item.optional_vars is not None:
                self.visit(item.optional_vars)
        self.is_watched += watched
        self.visit_all(node.body)
        self.is_watched -= watched

    def _is_put_back(self, path: str) -> bool:
        return bool(self.is_watched) and path.endswith(("warnings", "simplefilter", "seterr"))

    def change(self, path: str, *, is_call: bool) -> None:
        self.scopes[-1].code.changes.append(Change(path, is_call))


def _parameters(args: ast.arguments) -> Iterator[ast.arg]:
    yield from (*args.posonlyargs, *args.args, *args.kwonlyargs)
    yield from (arg for arg in (args.vararg, args.kwarg) if arg is not None)


def _text(nodes: list[ast.expr]) -> str:
    value = getattr(nodes[0], "value", "") if nodes else ""
    return value if isinstance(value, str) else "?"


HANDLERS: dict[type, Callable[..., None]] = {
    ast.Name: _Scanner.on_name,
    ast.NamedExpr: _Scanner.on_walrus,
    ast.ExceptHandler: _Scanner.on_captured,
    ast.MatchAs: _Scanner.on_captured,
    ast.MatchStar: _Scanner.on_captured,
    ast.MatchMapping: _Scanner.on_captured,
    ast.AnnAssign: _Scanner.on_annotated,
    ast.AugAssign: _Scanner.on_augmented,
    ast.Global: _Scanner.on_global,
    ast.Import: _Scanner.on_import,
    ast.ImportFrom: _Scanner.on_import,
    ast.FunctionDef: _Scanner.on_function,
    ast.AsyncFunctionDef: _Scanner.on_function,
    ast.Lambda: _Scanner.on_lambda,
    ast.ClassDef: _Scanner.on_class,
    ast.Attribute: _Scanner.on_target,
    ast.Subscript: _Scanner.on_target,
    ast.Call: _Scanner.on_call,
    ast.With: _Scanner.on_with,
    ast.AsyncWith: _Scanner.on_with,
    **dict.fromkeys(COMPREHENSIONS, _Scanner.on_comprehension),
}
