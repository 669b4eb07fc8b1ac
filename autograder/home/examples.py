"""The examples of a docstring, run on a student's code and compared by value.

What an example shows is read as a value where it is one, so the order of a dict's keys, a space or
a `print` in the student's code make no difference. It runs on every system.
"""

from __future__ import annotations

import ast
import difflib
import doctest
import inspect
import math
import traceback
from collections.abc import Mapping
from dataclasses import replace
from io import StringIO
from types import TracebackType
from typing import Any

from autograder.home.causes import cause_of
from autograder.home.patience import SECONDS, TimeUp, patience
from autograder.home.results import ExampleResult, State

FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
MAX_TEXT, MAX_WHERE, MAX_TRACE, SHOWN_OF_CAUSE = 2000, 200, 6, 2
# What a tensor shows of a number: four decimals.
RELATIVE, ABSOLUTE = 1e-4, 5e-5
VALUE = "__value__"


def run_examples(text: str, namespace: dict[str, Any], slug: str = "") -> list[ExampleResult]:
    """Run examples in a copy of `namespace`; return one result for each that shows something."""
    copy, results = {**namespace}, []
    seen: list[State] = []
    for step in steps_of(text):
        parts = [_run(example, copy, namespace, seen) for example in step]
        shown = next((part for part in parts if part.state is not State.PASSED), parts[-1])
        source = "\n".join(example.source.rstrip("\n") for example in step)
        printed = "".join(part.printed for part in parts)
        results.append(replace(shown, exercise=slug, source=source, printed=printed[:MAX_TEXT]))
    return results


def steps_of(text: str) -> list[list[doctest.Example]]:
    """Group examples so that lines without a result belong to the next one that has one."""
    steps: list[list[doctest.Example]] = [[]]
    for example in doctest.DocTestParser().get_examples(text):
        steps[-1].append(example)
        if example.want:
            steps.append([])
    return [step for step in steps if step]


def difference(got: Any, want: Any, place: str = "") -> str:
    """Return where two values differ as far as an example can show, or an empty text.

    Numbers are the same to four decimals; types are as strict as when graded.

    Args:
        place: Where the values were found, as ``['n'][0]``.
    """
    if type(got) is not type(want):  # a torch.Size is no tuple
        return f"{place}: {type(got).__name__}, not {type(want).__name__}"
    if isinstance(want, dict):
        keys = {(type(key), key) for key in got} ^ {(type(key), key) for key in want}
        if keys:
            return f"{place}: keys {sorted(repr(key) for _, key in keys)}"
        pairs = [(got[key], value, f"{place}[{key!r}]") for key, value in want.items()]
    elif isinstance(want, list | tuple):
        if len(got) != len(want):
            return f"{place}: {len(got)} items, not {len(want)}"
        pairs = [(*pair, f"{place}[{n}]") for n, pair in enumerate(zip(got, want, strict=True))]
    elif hasattr(want, "dtype") and hasattr(want, "allclose"):
        return _between_tensors(got, want, place)
    else:
        same = _is_close(got, want) if isinstance(want, float) else bool(got == want)
        return "" if same else f"{place}: {got!r}, not {want!r}"
    return next(filter(None, (difference(*pair) for pair in pairs)), "")


def own_lines(trace: TracebackType | None, namespace: dict[str, Any]) -> tuple[str, ...]:
    """Return the frames of a traceback that run the student's code, as ``line 3: return x``."""
    lines = []
    for frame, number in traceback.walk_tb(trace):
        if frame.f_globals is namespace:
            summary = traceback.FrameSummary(frame.f_code.co_filename, number, frame.f_code.co_name)
            name = summary.filename
            place = f"{name[1:-1]}, " if name.startswith("<") and "ipython" not in name else ""
            lines.append(f"{place}line {number}: {summary.line}")
    return tuple(lines[-MAX_TRACE:])


def one_line(error: BaseException) -> str:
    """Return an exception as its last line in a traceback."""
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}"[:MAX_TEXT].rstrip(": ")


class _Runner(doctest.DocTestRunner):
    """Keeps what became of one example where doctest would print it."""

    printed, error, trace = "", None, None

    def report_start(self, out, test, example):
        """Nothing to say before an example runs."""

    def report_success(self, out, test, example, got):
        self.printed = got

    report_failure = report_success

    def report_unexpected_exception(self, out, test, example, exc_info):
        _, self.error, self.trace = exc_info


def _run(
    example: doctest.Example, space: dict[str, Any], namespace: dict[str, Any], seen: list[State]
) -> ExampleResult:
    """Run one example; `seen` are the states of those before it, and gets its own."""
    is_value = _is_expression(example.source)
    runner = _Runner(optionflags=FLAGS, verbose=False)
    try:
        with patience():
            _execute(runner, example, space, is_value=is_value)
    except TimeUp as error:  # it came when the example had just ended
        runner.error, runner.trace = error, error.__traceback__
    value = space.pop(VALUE, Ellipsis)
    if runner.error is not None:
        result = _raised(example, runner, namespace, seen)
    elif is_value and value is not Ellipsis:
        result = _compared(example, value, runner.printed)
        if inspect.iscoroutine(value):  # or Python warns, with a line of ours
            value.close()
    else:
        result = _result(example, "", State.PASSED)
    seen.append(result.state)
    return replace(result, printed=runner.printed)


def _execute(
    runner: _Runner, example: doctest.Example, space: dict[str, Any], *, is_value: bool
) -> None:
    """Run it as a statement that keeps its value, so that what is printed stays apart from it."""
    source = f"{VALUE} = (\n{example.source}\n)\n" if is_value else example.source
    quiet = doctest.Example(source, "", None, example.lineno)
    test = doctest.DocTest([quiet], space, "examples", None, None, None)
    test.globs = space  # doctest takes a copy
    runner.run(test, out=StringIO().write, clear_globs=False)


def _compared(example: doctest.Example, value: Any, printed: str) -> ExampleResult:
    if not example.want and example.exc_msg is None:
        return _result(example, "", State.PASSED)
    if value is None and printed and example.exc_msg is None:
        same = doctest.OutputChecker().check_output(example.want, printed, FLAGS)
        return _result(example, printed, State.PASSED if same else State.DIFFERENT)
    try:
        shown = repr(value)
    except Exception as error:  # the student's own class may not be able to
        shown = f"<{type(value).__name__}: {one_line(error)}>"
    if example.exc_msg is not None:
        return _result(example, shown, State.DIFFERENT)
    if value is None:
        return _result(example, shown, State.NOTHING)
    where = ""
    wanted = Ellipsis if "..." in example.want else _value_of(example.want)
    if wanted is Ellipsis:  # a text that shows no value
        same = doctest.OutputChecker().check_output(example.want, shown + "\n", FLAGS)
    else:
        where = difference(value, wanted)
        same = not where
    result = _result(example, shown, State.PASSED if same else State.DIFFERENT)
    return replace(result, where=where.removeprefix(": ")[:MAX_WHERE])


def _raised(
    example: doctest.Example, runner: _Runner, namespace: dict[str, Any], seen: list[State]
) -> ExampleResult:
    error = runner.error
    said = one_line(error) if error else ""
    wanted = (example.exc_msg or "").partition(":")[0].strip()
    unwritten = isinstance(error, NotImplementedError)  # which is a RuntimeError, too
    if not unwritten and any(kind.__name__ == wanted for kind in type(error).__mro__):
        return _result(example, said, State.PASSED)
    state = State.DIFFERENT if wanted else State.RAISED
    later = any(before is not State.PASSED for before in seen)
    if isinstance(error, TimeUp):
        state, said = State.TOO_LONG, f"{SECONDS:g} s"
    elif isinstance(error, NotImplementedError):
        state = State.UNWRITTEN
    elif isinstance(error, NameError) and later:
        state = State.UNREACHED
    elif isinstance(error, NameError) and error.name and not own_lines(runner.trace, namespace):
        close = difflib.get_close_matches(error.name, _public(namespace), 3, 0.5)
        state, said = State.MISSING, ", ".join([error.name, *close])
    lines, cause = own_lines(runner.trace, namespace), None
    if error is not None and state in (State.RAISED, State.UNWRITTEN):
        cause = cause_of(error, runner.trace, namespace)
    if cause is not None:
        state, lines = State.RAISED, lines[-SHOWN_OF_CAUSE:]
    result = _result(example, said, state, lines)
    return replace(result, note=f"{cause.en}\n{cause.zh}") if cause else result


def _result(
    example: doctest.Example, got: str, state: State, trace: tuple[str, ...] = ()
) -> ExampleResult:
    want = example.want or example.exc_msg or ""
    return ExampleResult("", example.source.rstrip("\n"), want.rstrip("\n"),
                         got.rstrip("\n")[:MAX_TEXT], state, trace)  # fmt: skip


def _value_of(text: str) -> Any:
    """Return the value that the text shows, or Ellipsis where it shows none."""
    import torch

    space = {"torch": torch, "tensor": torch.tensor, "device": torch.device,
             "inf": math.inf, "nan": math.nan}  # fmt: skip
    text = text.replace("<BLANKLINE>", "")
    if not _is_expression(text):
        return Ellipsis
    _execute(_Runner(optionflags=FLAGS, verbose=False), doctest.Example(text, ""), space,
             is_value=True)  # fmt: skip
    return space.get(VALUE, Ellipsis)


def _between_tensors(got: Any, want: Any, place: str) -> str:
    for fact in ("dtype", "shape", "device", "requires_grad"):
        if getattr(got, fact) != getattr(want, fact):
            return f"{place}: {fact} {getattr(got, fact)}, not {getattr(want, fact)}"
    got, want = got.detach(), want.detach()
    if want.is_floating_point():
        same = got.isclose(want, rtol=RELATIVE, atol=ABSOLUTE, equal_nan=True)
    else:
        same = got == want
    if bool(same.all()):
        return ""
    first = (~same).nonzero()[0].tolist()
    return f"{place}{first or ''}: {got[tuple(first)].item()}, not {want[tuple(first)].item()}"


def _is_close(got: float, want: float) -> bool:
    same = math.isclose(got, want, rel_tol=RELATIVE, abs_tol=ABSOLUTE)
    return same or (math.isnan(got) and math.isnan(want))


def _is_expression(source: str) -> bool:
    try:
        ast.parse(f"(\n{source}\n)", mode="eval")
    except (SyntaxError, ValueError):
        return False
    return True


def _public(namespace: Mapping[str, Any]) -> list[str]:
    return [name for name, value in namespace.items() if callable(value) and name[:1] != "_"]
