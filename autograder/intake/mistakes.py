"""What a beginner's exception means, where the text of the code shows it. Pure.

For the grader and for the self-check alike. Nothing here decides anything: it says in words that a
student knows what Python has said already.
"""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from autograder.intake.answers import names_of
from autograder.intake.magics import parse
from autograder.model import Cell, Text

# A line of a student's trace, as `server` writes it.
PLACE = re.compile(r"^(?:(.+), )?line (\d+): ")
NAME = re.compile(r"^name '(\w+)' is not defined")
PARAMETERS = re.compile(r"^((?:\w+\.)*\w+|<lambda>|.*<locals>\.\w+)\(\) (takes|missing|got) (.+)$")
MAX_SHOWN = 200
RECURSION_LINES = 2
IMPORTS = {
    "np": "import numpy as np",
    "pd": "import pandas as pd",
    "plt": "import matplotlib.pyplot as plt",
    "nn": "from torch import nn",
    "F": "import torch.nn.functional as F",
    "Tensor": "from torch import Tensor",
    "DataLoader": "from torch.utils.data import DataLoader",
} | {name: f"import {name}" for name in ("torch", "math", "random", "numpy", "pandas", "copy")}
ENDLESS = Text("your function calls itself without end", "你的函数无休止地调用自己")
NOTHING = Text("your function returned None: is a `return` missing?",
               "你的函数返回了 None:是否缺少 `return`?")  # fmt: skip
PRINTS = Text("your function prints its result and returns None: `return` the value, printing it "
              "is not enough",
              "你的函数打印了结果,却返回 None:请用 `return` 返回这个值,只打印是不够的")  # fmt: skip

Definition = ast.FunctionDef | ast.AsyncFunctionDef


def place_of(line: str) -> tuple[str, int]:
    """Return the cell or file and the line number that a line of a trace names."""
    found = PLACE.match(line)
    return (found[1] or "", int(found[2])) if found else ("", 0)


def raises_still(source: str, line: int) -> bool:
    """Return whether the function around this line holds more than its docstring and the raise."""
    around = [f for f in _functions(source) if f.lineno <= line <= (f.end_lineno or 0)]
    if not around:
        return False
    body = max(around, key=lambda f: f.lineno).body
    own = [node for node in body if not _is_empty(node)]
    return len(own) > 1


def still_raises(line: str) -> Text:
    """Return what to say of a leftover `raise`; `line` is its line of the trace."""
    cell, number = place_of(line)
    where = (f"{cell}, line {number},", f"{cell} 第 {number} 行")
    if not cell:  # of a notebook that runs
        where = (f"line {number}", f"第 {number} 行")
    return Text(
        f"{where[0]} still says `raise NotImplementedError()` beside your code: delete that line",
        f"{where[1]}在你的代码旁仍有 `raise NotImplementedError()`:请删除这一行",
    )


def prints_instead(sources: Iterable[str], name: str) -> bool:
    """Return whether the last function of this name prints, and never returns a value."""
    last = None
    for source in sources:
        last = next((f for f in _functions(source) if f.name == name), last)
    if last is None:
        return False
    nodes = list(ast.walk(last))
    returns = any(isinstance(n, ast.Return | ast.Yield) and n.value is not None for n in nodes)
    calls = (n.func for n in nodes if isinstance(n, ast.Call))
    return not returns and any(isinstance(f, ast.Name) and f.id == "print" for f in calls)


def unknown_name(
    message: str,
    cells: Sequence[Cell],
    failed: Mapping[str, Text] | None = None,
    *,
    where: tuple[str, int] = ("", 0),
) -> Text | None:
    """Return why a name is not defined, from the message of a NameError; None if it is no such.

    Args:
        cells: What was run, in order.
        failed: Names that failed statements would have bound, "*" for those of an import of all
            -> what is said of the statement.
        where: The cell and the line that read the name.
    """
    found = NAME.match(message)
    if not found:
        return None
    name = found[1]
    en, zh = f"`{name}` is not defined", f"没有定义 `{name}`"
    known = {each: cell.name for cell in cells for each in names_of(cell.source, {})}
    failed = failed or {}
    why = failed.get(name) or (None if name in known else failed.get("*"))
    if why:
        return Text(f"{en}: {why.en}", f"{zh}:{why.zh}")
    if name in known:
        return Text(f"{en} here: {known[name]} defines it, but not yet when this line runs",
                    f"{zh}:{known[name]} 定义了它,但运行到这一行时还没有")  # fmt: skip
    if name in IMPORTS:
        return Text(f"{en}: is `{IMPORTS[name]}` missing?", f"{zh}:是否缺少 `{IMPORTS[name]}`?")
    written = {word for cell in cells for word in _identifiers(cell.source)} - {name}
    close = difflib.get_close_matches(name, sorted(written), 1, 0.75)
    if close:
        return Text(f"{en}: did you mean `{close[0]}`?", f"{zh}:是否想写 `{close[0]}`?")
    if own := _parameters_at(cells, where, name):
        shown = ", ".join(f"`{each}`" for each in own)
        return Text(f"{en} anywhere; the parameters of this function are {shown}",
                    f"{zh};这个函数的参数是 {shown}")  # fmt: skip
    return Text(f"{en}: no cell up to this answer defines it; was its cell deleted or moved below?",
                f"{zh}:到这个答案为止没有单元格定义它;是否删除或下移了那个单元格?")  # fmt: skip


def _parameters_at(cells: Sequence[Cell], where: tuple[str, int], name: str) -> list[str]:
    """Return the parameters of the innermost function around a line that reads a name."""
    source = next((cell.source for cell in reversed(cells) if cell.name == where[0]), "")
    around = [f for f in _functions(source) if f.lineno <= where[1] <= (f.end_lineno or 0)]
    if not around or re.search(rf"\b{name}\(", source):
        return []
    arguments = max(around, key=lambda f: f.lineno).args
    return [each.arg for each in (*arguments.posonlyargs, *arguments.args) if each.arg != "self"]


def wrong_parameters(message: str, reference: str = "") -> Text | None:
    """Return what a TypeError says of a call that does not fit a function's parameters.

    Args:
        reference: Where the function is defined as it was asked for.
    """
    found = PARAMETERS.match(message)
    if not found:
        return None
    name = found[1].rsplit("<locals>.", 1)[-1]
    fact = f"`{name}` {found[2]} {found[3]}"[:MAX_SHOWN]
    en = f"the parameters of your function do not fit the call: {fact}"
    zh = f"你的函数的参数与调用不符:{fact}"
    if "." in name and re.match(r"[01] positional arguments? but", found[3]):
        return Text(f"{en}; is `self` missing?", f"{zh};是否缺少 `self`?")
    if asked := _signature(reference, name):
        return Text(f"{en}; the exercise asks for `{asked}`", f"{zh};题目要求 `{asked}`")
    return Text(en, zh)


def _signature(source: str, name: str) -> str:
    *_, last = name.split(".")
    holder = name.split(".")[0]
    for node in ast.walk(parse(source) or ast.Module([], [])):
        if isinstance(node, ast.ClassDef) and "." in name and node.name != holder:
            continue
        if isinstance(node, Definition) and node.name == last:
            return f"def {last}({ast.unparse(node.args)})"
    return ""


def _functions(source: str) -> Iterator[Definition]:
    for node in ast.walk(parse(source) or ast.Module([], [])):
        if isinstance(node, Definition):
            yield node


def _is_empty(node: ast.stmt) -> bool:
    """Whether a statement is a text or does nothing."""
    return isinstance(node, ast.Pass) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    )


def _identifiers(source: str) -> Iterator[str]:
    for node in ast.walk(parse(source) or ast.Module([], [])):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, Definition | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
