"""What became of an example, and how it is told in a terminal or a notebook."""

from __future__ import annotations

import enum
import textwrap
from dataclasses import dataclass


class State(enum.StrEnum):
    """What became of one example."""

    PASSED = "passed"
    DIFFERENT = "different"
    NOTHING = "nothing"
    RAISED = "raised"
    MISSING = "missing"
    TOO_LONG = "too_long"
    UNWRITTEN = "unwritten"
    UNREACHED = "unreached"


MAX_PRINTED_LINES = 5
LABELS = {
    State.PASSED: "passed 通过",
    State.DIFFERENT: "different result 结果不同",
    State.NOTHING: ("your function gave None: is a `return` missing? 得到了 None:是否缺少 return?"),
    State.RAISED: "your code raised an error 代码报错",
    State.MISSING: (
        "not defined: run the cell of your answer first, or did you rename it? "
        "没有定义:请先运行你的答案单元格,或者是否改了名字?"
    ),
    State.TOO_LONG: (
        "stopped: it ran for too long, is a loop endless? 运行太久,已停止:有死循环吗?"
    ),
    State.UNWRITTEN: (
        "not written yet: replace `raise NotImplementedError()` "
        "尚未完成:请替换 `raise NotImplementedError()`"
    ),
    State.UNREACHED: "not reached, it needs an earlier line 未执行到,它需要前面的某一行",
}


class SelfCheckFailed(AssertionError):
    """An example does not give what its docstring shows."""

    def _render_traceback_(self) -> list[str]:
        """Tell IPython to show one line instead of our stack."""
        return [str(self)]


@dataclass(frozen=True)
class ExampleResult:
    """One example with the lines that prepare it, and what became of it.

    Attributes:
        exercise: The exercise's slug, or ``""`` where none is known.
        source: The lines that were run; where loading failed, the name of the cell or file.
        want: What the docstring shows.
        got: What came instead, or the student's exception in one line.
        trace: The student's own lines of that exception, innermost last.
        where: At which place of it, and how, the result differs.
        printed: What the student's code printed meanwhile; it decides nothing.
        note: What the student should know about the exercise beside it, in both languages.
    """

    exercise: str
    source: str
    want: str
    got: str
    state: State
    trace: tuple[str, ...] = ()
    where: str = ""
    printed: str = ""
    note: str = ""

    def problem(self) -> str:
        """Return what is to be said about an example that did not pass, else ``""``."""
        return "" if self.state is State.PASSED else block(self)

    def require(self) -> None:
        """Raise `SelfCheckFailed` unless it passed; test files of old releases call it."""
        __tracebackhide__ = True
        if problem := self.problem():
            raise SelfCheckFailed(problem)


def block(result: ExampleResult) -> str:
    """Return an example, what was expected and what came, as lines."""
    lines = [f"[{'ok' if result.state is State.PASSED else '--'}] {LABELS[result.state]}"]
    lines.append(textwrap.indent(result.source, "    "))
    if result.state is State.DIFFERENT:
        lines += ["  expected 期望:", textwrap.indent(result.want, "    ")]
        lines += ["  got 得到:", textwrap.indent(result.got or "(nothing 没有输出)", "    ")]
        lines += [f"  the difference 差别: {result.where}"] if result.where else []
    if result.state is State.RAISED:
        lines += [f"  {result.got}", *(f"    {line}" for line in result.trace)]
    if result.state in (State.MISSING, State.TOO_LONG):
        lines += [f"  {result.got}", *(f"    {line}" for line in result.trace[-1:])]
    if result.state is State.UNWRITTEN:
        lines += [f"    {line}" for line in result.trace[-1:]]
    if result.printed and result.state is not State.PASSED:
        printed = result.printed.splitlines()
        more = ["..."] if len(printed) > MAX_PRINTED_LINES else []
        shown = "\n".join([*printed[:MAX_PRINTED_LINES], *more])
        lines += ["  printed meanwhile 期间输出:", textwrap.indent(shown, "    ")]
    if result.note:
        lines.append(textwrap.indent(result.note, "  "))
    return "\n".join(lines)
