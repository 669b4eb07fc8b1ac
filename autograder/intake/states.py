"""In which state of a notebook an exercise is judged: that of its own place, or of all cells. Pure.

In Jupyter a check runs when the cells above it have run. A later cell may undo the answer (it gives
a helper's name to something else, it switches a default of the whole program), and it may complete
it (a helper defined further below). Which later cells can do either is read from the text; only
then has an exercise two states.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from autograder.intake.magics import MAX_PARSED_CHARACTERS
from autograder.intake.statements import (
    BoundName,
    Change,
    Code,
    Statement,
    defined_by,
    statements_of,
)
from autograder.model import Cell, Text

MAX_CAUSES, MAX_NAME = 3, 60
# Libraries that draw and print: what is set there changes no answer.
COSMETIC = ("matplotlib", "seaborn", "plotly", "IPython", "tqdm", "PIL", "ipywidgets")
SWITCHES = re.compile(
    r"(set|use|enable|disable|reset|register)_\w+|seterr(call)?|set(trace|profile|recursionlimit)"
    r"|set(switchinterval|locale)|simplefilter|(filter|reset)warnings|reload|chdir|putenv|unsetenv"
    r"|(en|dis)able|patch|__enter__|__setattr__|__setitem__"
)
SEEDS = ("seed", "manual_seed", "manual_seed_all", "set_rng_state")
# A seed matters to code that draws numbers, and to no other.
DRAWS = re.compile(
    r"rand|shuffle|permutation|choice|sample|normal|uniform|bernoulli|multinomial|[Dd]ropout"
)
# What a library's own containers are changed by, as in ``os.environ.update``.
CONTAINERS = ("os.environ", "sys.path", "sys.modules", "builtins.")
# Ways to run text as code, and to reach names by their text.
RUNS_TEXT = ("exec", "eval", "setattr", "delattr")
HOLDS_NAMES = ("globals", "locals", "vars", "get_ipython")


@dataclass(frozen=True)
class States:
    """The cells with which an exercise is judged.

    Attributes:
        own: Those up to and with the exercise's last.
        whole: All, where a later one may matter; empty otherwise.
        causes: Why each of these may matter, in words.
        first: Those up to and with its answer cell, where that is complete and a later cell, the
            last of `own`, defines the same again; empty otherwise.
    """

    own: tuple[Cell, ...]
    whole: tuple[Cell, ...] = ()
    causes: tuple[Text, ...] = ()
    first: tuple[Cell, ...] = ()

    @property
    def defined_again(self) -> Text:
        """What to say where the answer counts as it was in its answer cell."""
        after, later = self.first[-1].name, self.own[-1].name
        return Text(
            f"{later} defines the answer again, in a way that earns less; judged as after {after}",
            f"{later} 再次定义了这个答案,得分反而更低;按运行完 {after} 时评分",
        )

    @property
    def undone(self) -> Text:
        """What to say where the answer counts as it was in its own place."""
        after, words = self.own[-1].name, _joined(self.causes)
        if len(self.causes) > 1:
            words = Text(f"a later cell undoes this answer, perhaps one of these: {words.en}",
                         f"后面的某个单元格破坏了这个答案,可能是:{words.zh}")  # fmt: skip
        return Text(f"{words.en}; judged as after {after}", f"{words.zh};按运行完 {after} 时评分")

    @property
    def completed(self) -> Text:
        """What to say where the answer counts with the cells below it."""
        words = _joined(self.causes)
        return Text(
            f"the answer works only with cells below it: {words.en}; judged after all cells",
            f"这个答案需要下面的单元格才能运行:{words.zh};按运行完所有单元格时评分",
        )


@dataclass
class _Needs:
    """What an answer needs when it is called.

    Attributes:
        reads: Names that are looked up at each call -> the function that does so.
        reached: Those, and all that took part in making what they hold.
        values: What each name holds in the answer's own state, where that can be told.
        is_open: Whether it may look up any name.
        draws: Whether it may draw random numbers.
    """

    reads: dict[str, str]
    reached: set[str]
    values: dict[str, str] = field(default_factory=dict)
    is_open: bool = False
    draws: bool = False


class Notebook:
    """The cells of one submission, read once for all its exercises.

    Attributes:
        statements: What each cell does; None where it is too long to be read.
    """

    def __init__(self, cells: Iterable[Cell]):
        self.cells = tuple(cells)
        self.statements: list[Sequence[Statement] | None] = []
        self._aliases: dict[str, str] = {}
        left = MAX_PARSED_CHARACTERS
        for cell in self.cells:
            found: Sequence[Statement] | None = None
            if cell.module:  # a helper file's names are its own
                found = ()
            elif len(cell.source) <= left:
                left -= len(cell.source)
                found = statements_of(cell.source)
            self.statements.append(found)
            for statement in found or ():
                self._aliases |= statement.aliases
        self._makers = _makers(self._of(range(len(self.cells))))
        self._defining = [
            frozenset() if cell.module else defined_by(cell.source, statements)
            for cell, statements in zip(self.cells, self.statements, strict=True)
        ]

    def states(self, functions: Sequence[str], grade_id: str = "") -> States:
        """Return the states in which the exercise that asks for `functions` is judged.

        Args:
            grade_id: How the marks of its own answer cell begin.
        """
        last = self.last_of(functions, grade_id)
        own = self.cells[: last + 1]
        causes: dict[Text, None] = {}
        for cause in self._causes(last, functions):
            causes[cause] = None
            if len(causes) == MAX_CAUSES:
                break
        first = self.cells[: self._first_of(functions, grade_id, last) + 1]
        return States(own, self.cells if causes else (), tuple(causes), first)

    def last_of(self, functions: Sequence[str], grade_id: str = "") -> int:
        """Return the position of the exercise's last cell: its answer cell or a later definition.

        A definition in another exercise's answer cell is a helper's, as long as there is one
        elsewhere; so is an import or a value of the same name.
        """
        foreign = [bool(c.grade_id) and not _is_marked(c, grade_id) for c in self.cells]
        marked = [n for n, cell in enumerate(self.cells) if _is_marked(cell, grade_id)]
        places = marked[-1:]
        for function in functions:
            defined = [n for n, names in enumerate(self._defining) if function in names]
            own = [n for n in defined if not foreign[n]]
            places += (own or defined or self._bound(function))[-1:]
        return max(places, default=len(self.cells) - 1)

    def _first_of(self, functions: Sequence[str], grade_id: str, last: int) -> int:
        """Return the position of its answer cell, if all it asks for is there by then; else -1."""
        marked = [n for n, cell in enumerate(self.cells) if _is_marked(cell, grade_id)]
        if not marked or marked[-1] == last:
            return -1
        there = frozenset().union(*self._defining[: marked[-1] + 1])
        return marked[-1] if there.issuperset(functions) else -1

    def _of(self, numbers: Iterable[int]) -> list[Statement]:
        return [statement for n in numbers for statement in self.statements[n] or ()]

    def _bound(self, name: str) -> list[int]:
        """Return the cells that bind a name in whatever way."""
        return [
            number
            for number in range(len(self.cells))
            if any(name == b.name for s in self._of([number]) for b in s.now.binds)
        ]

    def _causes(self, last: int, functions: Sequence[str]) -> Iterator[Text]:
        """Yield why the cells below the exercise's last may matter to it."""
        if last == len(self.cells) - 1:
            return
        needs, called = self._needs(last, functions), set[str]()
        for number in range(last + 1, len(self.cells)):
            name, statements = self.cells[number].name, self.statements[number]
            if statements is None:
                yield _untold(name, "")
            for code in _executed(statements or (), self._makers, called):
                yield from self._of_binds(name, code, needs)
                found = (self._of_change(name, change, needs) for change in code.changes)
                yield from filter(None, found)

    def _needs(self, last: int, functions: Sequence[str]) -> _Needs:
        statements = self._of(range(last + 1))
        makers = _makers(statements)
        needs = _Needs(dict.fromkeys(functions, ""), set(functions))
        needs.is_open = None in self.statements[: last + 1]
        waiting = list(functions)
        while waiting:
            name = waiting.pop()
            for statement in makers.get(name, ()):
                for read in sorted(statement.called.reads):
                    needs.reads.setdefault(read, name)
                needs.is_open |= any(map(_is_hidden, statement.called.changes))
                needs.draws |= any(DRAWS.search(path) for path in statement.called.calls)
                fresh = (statement.called.reads | statement.now.reads) - needs.reached
                needs.reached |= fresh
                waiting += sorted(fresh)
        for statement in statements:
            needs.values |= {b.name: b.value for b in statement.now.binds}
            needs.values |= {b.name: "" for b in statement.called.binds}
        return needs

    def _of_binds(self, cell: str, code: Code, needs: _Needs) -> Iterable[Text]:
        for bound in code.binds:
            name, reader = bound.name, needs.reads.get(bound.name)
            if self._is_same(bound.value, needs.values.get(name)):
                continue
            if bound.how == "star":
                yield _star(cell, bound.value[1:-2] or "?")
            elif reader is not None or needs.is_open:
                yield _bound_again(cell, bound, reader or "", is_new=name not in needs.values)

    def _is_same(self, value: str, before: str | None) -> bool:
        """Whether two bindings (see `BoundName.value`) give the same."""
        if not value or not before:
            return False
        if value[0] in "=~" and before[0] in "=~":
            return self._full(value.lstrip("~")) == self._full(before.lstrip("~")) != ""
        return value == before

    def _of_change(self, cell: str, change: Change, needs: _Needs) -> Text | None:
        if _is_hidden(change):
            return _untold(cell, change.root)
        path = self._full(change.path)
        if path:
            last = path.rpartition(".")[2]
            if path.split(".")[0] in COSMETIC:
                return None
            if not change.is_call:
                return _changed(cell, path, "")
            if last in SEEDS:
                is_global = needs.draws and "Generator" not in path
                return _switched(cell, path) if is_global else None
            if SWITCHES.fullmatch(last) or path.startswith(CONTAINERS):
                return _switched(cell, path)
            return None
        if change.root in needs.reached and not (change.is_call and change.path == change.root):
            return _changed(cell, change.root, needs.reads.get(change.root, ""))
        return None

    def _full(self, path: str) -> str:
        """Return the full name of what an imported name leads to; empty for anything else."""
        for _ in range(8):
            if path.startswith("="):
                return path[1:]
            root, dot, rest = path.partition(".")
            known = self._aliases.get(root)
            if known is None or known == root:
                return ""
            path = known + dot + rest
        return ""


def states_of(cells: Sequence[Cell], functions: Sequence[str], grade_id: str = "") -> States:
    """Return the states of one exercise (see `Notebook.states`)."""
    return Notebook(cells).states(functions, grade_id)


def _is_marked(cell: Cell, grade_id: str) -> bool:
    return bool(grade_id) and cell.grade_id.startswith(grade_id + "__")


def _is_hidden(change: Change) -> bool:
    """Whether the names that this changes are not written in the text."""
    return change.path in RUNS_TEXT or (
        change.root in HOLDS_NAMES and (change.path != change.root or not change.is_call)
    )


def _makers(statements: Iterable[Statement]) -> dict[str, list[Statement]]:
    """Return the statements that bind each name."""
    makers: dict[str, list[Statement]] = {}
    for statement in statements:
        for bound in (*statement.now.binds, *statement.called.binds):
            makers.setdefault(bound.name, []).append(statement)
    return makers


def _executed(
    statements: Sequence[Statement], makers: dict[str, list[Statement]], called: set[str]
) -> Iterator[Code]:
    """Yield the code that runs with these statements, that of what they may call included.

    Args:
        called: Names whose code was given before; it is given once.
    """
    yield from (statement.now for statement in statements)
    waiting = sorted({name for statement in statements for name in statement.now.reads} - called)
    called.update(waiting)
    while waiting:
        for maker in makers.get(waiting.pop(), ()):
            yield maker.called
            fresh = (maker.called.reads | maker.now.reads) - called
            called |= fresh
            waiting += sorted(fresh)


# --- in words


def _joined(causes: Sequence[Text]) -> Text:
    return Text("; ".join(text.en for text in causes), ";".join(text.zh for text in causes))


def _bound_again(cell: str, bound: BoundName, reader: str, *, is_new: bool) -> Text:
    name = f"`{_short(bound.name)}`"
    if bound.how == "del":
        text = Text(f"{cell} deletes {name}", f"{cell} 删除了 {name}")
    elif not is_new:
        text = Text(f"{cell} binds {name} again", f"{cell} 重新绑定了 {name}")
    elif hasattr(builtins, bound.name):
        text = Text(f"{cell} binds Python's own {name} again",
                    f"{cell} 重新绑定了 Python 自带的 {name}")  # fmt: skip
    else:
        text = Text(f"{cell} binds {name}", f"{cell} 绑定了 {name}")
    return _read_by(text, reader)


def _changed(cell: str, path: str, reader: str) -> Text:
    name = f"`{_short(path)}`"
    return _read_by(Text(f"{cell} changes {name}", f"{cell} 改变了 {name}"), reader)


def _read_by(text: Text, reader: str) -> Text:
    if not reader:
        return text
    who = f"`{_short(reader)}`"
    return Text(f"{text.en}, which {who} reads", f"{text.zh},而 {who} 要用到它")


def _star(cell: str, module: str) -> Text:
    return Text(f"{cell} imports every name of `{_short(module)}`",
                f"{cell} 导入了 `{_short(module)}` 的所有名字")  # fmt: skip


def _switched(cell: str, path: str) -> Text:
    return Text(f"{cell} calls `{_short(path)}`, which holds for all code",
                f"{cell} 调用了 `{_short(path)}`,对所有代码都有效")  # fmt: skip


def _untold(cell: str, how: str) -> Text:
    by = f" (`{how}`)" if how else ""
    return Text(f"{cell} runs what cannot be told from its text{by}",
                f"{cell} 运行的内容无法从文本判断{by}")  # fmt: skip


def _short(name: str) -> str:
    return name if len(name) <= MAX_NAME else name[: MAX_NAME - 1] + "…"
