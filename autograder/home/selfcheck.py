"""The visible checks, for students: the examples of a docstring, run on their own code.

Nothing here can write a grade, and nothing needs more than Python itself: it runs on every system
and imports at once. Torch is loaded only when a file or a notebook is checked.
"""

from __future__ import annotations

import ast
import contextlib
import doctest
import enum
import sys
import textwrap
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from autograder.errors import SubmissionError

if TYPE_CHECKING:
    from autograder.intake.states import States
    from autograder.model import Cell

FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
MAX_TEXT = 2000
NOT_A_GRADE = (
    "This is a self-check, not your grade: hidden checks try many more inputs.\n"
    "这只是自我检查,不是成绩:隐藏检查会尝试更多的输入。"
)


class State(enum.StrEnum):
    """What became of one example."""

    PASSED = "passed"
    DIFFERENT = "different"
    RAISED = "raised"
    UNWRITTEN = "unwritten"
    UNREACHED = "unreached"


LABELS = {
    State.PASSED: "passed 通过",
    State.DIFFERENT: "different result 结果不同",
    State.RAISED: "your code raised an error 代码报错",
    State.UNWRITTEN: "not written yet: replace `raise NotImplementedError()` 尚未完成",
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
        got: What was printed instead, or the student's exception in one line.
        trace: The student's own lines of that exception, innermost last.
        note: What the student should know about the exercise beside it, in both languages.
    """

    exercise: str
    source: str
    want: str
    got: str
    state: State
    trace: tuple[str, ...] = ()
    note: str = ""

    def require(self) -> None:
        """Raise `SelfCheckFailed` unless this example passed."""
        __tracebackhide__ = True
        if self.state is not State.PASSED:
            raise SelfCheckFailed(_block(self))


def check(*functions: object, slug: str, examples: str) -> None:
    """Run the examples in the notebook this is called from, and print what came out.

    Args:
        functions: What the examples are about; naming them here makes a missing one an error.
        slug: The exercise.
        examples: Lines of ``>>>`` with what they must show.

    Raises:
        SelfCheckFailed: An example did not pass.
    """
    namespace = sys._getframe(1).f_globals
    results = run_examples(examples, namespace, slug)
    if not results:
        raise SelfCheckFailed("This cell lost its examples: take a fresh notebook. 示例已丢失。")
    _print(render(results))
    failed = sum(result.state is not State.PASSED for result in results)
    if failed:
        raise SelfCheckFailed(
            f"{failed} of {len(results)} examples do not pass yet. 还有示例未通过。"
        )


def check_file(path: Path, examples: str, slug: str = "") -> list[ExampleResult]:
    """Run the examples on one Python file."""
    with importing_beside(path):
        namespace, problems = _load([(path.name, read(path))])
        if not problems:
            return run_examples(examples, namespace, slug)
    # One result for each example, also where the file cannot even be loaded.
    steps = ["\n".join(e.source.rstrip("\n") for e in step) for step in steps_of(examples)]
    first = replace(problems[0], exercise=slug, source=steps[0])
    return [first, *(ExampleResult(slug, step, "", "", State.UNREACHED) for step in steps[1:])]


def check_path(path: str | Path) -> list[ExampleResult]:
    """Run the visible checks of a student's ``.py`` file or notebook.

    The examples come from the test file beside it, from the notebook's locked cells, or else from
    its own docstrings.

    Raises:
        SubmissionError: It cannot be read, or there is no example.
    """
    path = Path(path)
    if path.suffix == ".ipynb":
        return _check_notebook(path)
    if path.suffix != ".py":
        raise SubmissionError("neither a .py file nor a notebook", where=str(path),
                              cure="name a file that ends in .py or .ipynb")  # fmt: skip
    constants = _constants_beside(path)
    examples = constants.get("EXAMPLES") or examples_in_docstrings(read(path))
    if not steps_of(examples):
        raise SubmissionError("there is no example to check", where=str(path),
                              cure=f"keep test_{path.name} beside it")  # fmt: skip
    return check_file(path, examples, constants.get("SLUG", ""))


def run_examples(text: str, namespace: dict[str, Any], slug: str = "") -> list[ExampleResult]:
    """Run examples in a copy of `namespace`; return one result for each that shows something."""
    steps = steps_of(text)
    flat = [example for step in steps for example in step]
    test = doctest.DocTest(flat, {**namespace}, "examples", None, None, None)
    runner = _Runner(namespace, slug)
    runner.run(test, out=StringIO().write, clear_globs=False)
    seen = iter(runner.seen)
    return [_of_step([next(seen) for _ in step]) for step in steps]


def steps_of(text: str) -> list[list[doctest.Example]]:
    """Group examples so that lines without a result belong to the next one that has one."""
    steps: list[list[doctest.Example]] = [[]]
    for example in doctest.DocTestParser().get_examples(text):
        steps[-1].append(example)
        if example.want:
            steps.append([])
    return [step for step in steps if step]


def examples_in_docstrings(source: str) -> str:
    """Return every docstring of a module that parses, one after the other."""
    try:
        nodes = [
            n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef | ast.ClassDef)
        ]
    except SyntaxError:
        return ""
    return "\n\n".join(ast.get_docstring(node) or "" for node in nodes)


def render(results: Sequence[ExampleResult]) -> str:
    """Return the results as text for a terminal or a notebook."""
    lines, exercise = [], None
    for result in results:
        if result.exercise != exercise:
            exercise = result.exercise
            lines += [exercise, ""] if exercise else []
        lines += [_block(result), ""]
    passed = sum(result.state is State.PASSED for result in results)
    lines.append(
        f"{passed} of {len(results)} examples passed. 通过 {passed}/{len(results)} 个示例。"
    )
    return "\n".join([*lines, NOT_A_GRADE])


def read(path: Path) -> str:
    """Return the file's text.

    Raises:
        SubmissionError: It is missing or not UTF-8.
    """
    try:
        return _bytes(path).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise SubmissionError("not UTF-8", where=str(path), cure="save it as UTF-8") from None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SubmissionError(error.strerror or "cannot be read", where=str(path),
                              cure="check the name") from None  # fmt: skip


class _Runner(doctest.DocTestRunner):
    """Collects a result for each example where doctest would print."""

    def __init__(self, namespace: dict[str, Any], slug: str):
        super().__init__(optionflags=FLAGS, verbose=False)
        self.namespace, self.slug = namespace, slug
        self.seen: list[ExampleResult] = []

    def report_start(self, out, test, example):
        """Nothing to say before an example runs."""

    def report_success(self, out, test, example, got):
        self._add(example, got, State.PASSED)

    def report_failure(self, out, test, example, got):
        # Where an exception is expected, `got` may hold a whole traceback.
        if example.exc_msg is not None and got.strip():
            got = got.strip().splitlines()[-1]
            unwritten = got.startswith("NotImplementedError")
            self._add(example, got, State.UNWRITTEN if unwritten else State.DIFFERENT)
        else:
            self._add(example, got, State.DIFFERENT)

    def report_unexpected_exception(self, out, test, example, exc_info):
        kind, error, trace = exc_info
        state = State.RAISED
        if issubclass(kind, NotImplementedError):
            state = State.UNWRITTEN
        elif issubclass(kind, NameError) and any(r.state is not State.PASSED for r in self.seen):
            state = State.UNREACHED
        self._add(example, _one_line(error), state, own_lines(trace, self.namespace))

    def _add(self, example, got, state, trace=()):
        want = example.want or example.exc_msg or ""
        result = ExampleResult(self.slug, example.source.rstrip("\n"), want.rstrip("\n"),
                               got.rstrip("\n")[:MAX_TEXT], state, trace)  # fmt: skip
        self.seen.append(result)


def own_lines(trace: TracebackType | None, namespace: dict[str, Any]) -> tuple[str, ...]:
    """Return the frames of a traceback that run the student's code, as ``line 3: return x``."""
    lines = []
    for frame, number in traceback.walk_tb(trace):
        if frame.f_globals is namespace:
            summary = traceback.FrameSummary(frame.f_code.co_filename, number, frame.f_code.co_name)
            name = summary.filename
            place = f"{name[1:-1]}, " if name.startswith("<") and "ipython" not in name else ""
            lines.append(f"{place}line {number}: {summary.line}")
    return tuple(lines)


def _of_step(parts: list[ExampleResult]) -> ExampleResult:
    """Return the result that stands for a step: its first trouble, or its last line."""
    shown = next((part for part in parts if part.state is not State.PASSED), parts[-1])
    return replace(shown, source="\n".join(part.source for part in parts))


def _load(
    cells: Iterable[tuple[str, str]],
    after: Callable[[int, dict[str, Any]], None] = lambda number, namespace: None,
) -> tuple[dict[str, Any], list[ExampleResult]]:
    """Run cells one after the other; return their namespace and what went wrong.

    Args:
        after: Called when a cell has run, with its number from 0.
    """
    from autograder.sandbox.processes.server import Server

    server = Server()
    problems = []
    for number, (name, source) in enumerate(cells):
        try:
            server.on_load(name, source)
        except (Exception, SystemExit) as error:
            if not isinstance(error, NotImplementedError):
                lines = own_lines(error.__traceback__, server.namespace)
                if isinstance(error, SyntaxError):
                    lines = (f"line {error.lineno}: {(error.text or '').strip()}",)
                problems.append(ExampleResult("", name, "", _one_line(error), State.RAISED, lines))
        after(number, server.namespace)
    return server.namespace, problems


@contextlib.contextmanager
def importing_beside(path: Path) -> Iterator[None]:
    """Find the helper files that lie beside a file, as Python does when it runs the file."""
    folder = str(path.resolve().parent)
    sys.path.insert(0, folder)
    try:
        yield
    finally:
        sys.path.remove(folder)


def code_of(path: Path) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the student's own cells (name and source), and the exercises they are for."""
    if path.suffix == ".ipynb":
        cells, calls = _parts_of_notebook(path)
        return [(cell.name, cell.source) for cell in cells], [call.slug for call in calls]
    slug = _constants_beside(path).get("SLUG", "")
    return [(path.name, read(path))], [slug] if slug else []


@dataclass(frozen=True)
class _Call:
    """What a locked check cell calls `check` with."""

    functions: tuple[str, ...]
    slug: str
    examples: str


def _check_notebook(path: Path) -> list[ExampleResult]:
    """Run each exercise's examples after its own cells, and after all where these may matter."""
    from autograder.intake.states import states_of

    cells, calls = _parts_of_notebook(path)
    states = [states_of(cells, call.functions, call.slug.replace("/", "__")) for call in calls]
    checked: dict[int, list[ExampleResult]] = {}

    def check_those_ready(number: int, namespace: dict[str, Any]) -> None:
        for place, (call, state) in enumerate(zip(calls, states, strict=True)):
            if len(state.own) == number + 1:
                checked[place] = run_examples(call.examples, namespace, call.slug)

    with importing_beside(path):
        sources = [(cell.name, cell.source) for cell in cells]
        namespace, problems = _load(sources, check_those_ready)
        for place, (call, state) in enumerate(zip(calls, states, strict=True)):
            if state.whole:
                whole = run_examples(call.examples, namespace, call.slug)
                checked[place] = _better(checked[place], whole, state)
    return problems + [result for place in range(len(calls)) for result in checked[place]]


def _better(
    own: list[ExampleResult], whole: list[ExampleResult], state: States
) -> list[ExampleResult]:
    """Return the results of the state that counts; where they differ, with a note."""
    gained = _passed(whole) - _passed(own)
    if not gained:
        return own
    chosen, note = (whole, state.completed) if gained > 0 else (own, state.undone)
    return [*chosen[:-1], replace(chosen[-1], note=f"{note.en}\n{note.zh}")]


def _passed(results: Iterable[ExampleResult]) -> int:
    return sum(result.state is State.PASSED for result in results)


def _parts_of_notebook(path: Path) -> tuple[tuple[Cell, ...], list[_Call]]:
    """Return the student's own cells, and what each check cell calls."""
    from autograder.intake.cells import cells_of_notebook
    from autograder.intake.decoding import decode_notebook
    from autograder.intake.notebook_format import parse_notebook

    notebook = parse_notebook(decode_notebook(_bytes(path)))
    own, _ = cells_of_notebook(notebook, ())
    calls = [_check_call(cell.source) for cell in notebook.cells]
    if not any(calls):
        raise SubmissionError("no locked check cell is left", where=str(path),
                              cure="copy your code into a fresh notebook")  # fmt: skip
    # Files that cells write lie beside the notebook once it was run.
    sources = tuple(cell for cell in own if not cell.module)
    return sources, [call for call in calls if call]


def _check_call(source: str) -> _Call | None:
    """Return what the call of `check` in a grade cell says, if this is one."""
    if "check(" not in source:
        return None
    try:
        calls = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Call)]
    except SyntaxError:
        return None
    for call in calls:
        options = {word.arg: word.value for word in call.keywords}
        if getattr(call.func, "id", "") == "check" and {"slug", "examples"} <= set(options):
            slug, examples = (getattr(options[key], "value", None) for key in ("slug", "examples"))
            if isinstance(slug, str) and isinstance(examples, str):
                functions = tuple(a.id for a in call.args if isinstance(a, ast.Name))
                return _Call(functions, slug, examples)
    return None


def _constants_beside(path: Path) -> dict[str, str]:
    """Return the strings in the generated test file beside a file, without running it."""
    sibling = path.with_name(f"test_{path.name}")
    found: dict[str, str] = {}
    for node in ast.parse(read(sibling)).body if sibling.is_file() else ():
        value = getattr(node.value, "value", None) if isinstance(node, ast.Assign) else None
        if isinstance(node, ast.Assign) and isinstance(value, str):
            found[getattr(node.targets[0], "id", "")] = value
    return found


def _one_line(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}"[:MAX_TEXT].rstrip(": ")


def _block(result: ExampleResult) -> str:
    lines = [f"[{'ok' if result.state is State.PASSED else '--'}] {LABELS[result.state]}"]
    lines.append(textwrap.indent(result.source, "    "))
    if result.state is State.DIFFERENT:
        lines += ["  expected 期望:", textwrap.indent(result.want, "    ")]
        lines += ["  got 得到:", textwrap.indent(result.got or "(nothing 没有输出)", "    ")]
    if result.state is State.RAISED:
        lines += [f"  {result.got}", *(f"    {line}" for line in result.trace)]
    if result.note:
        lines.append(textwrap.indent(result.note, "  "))
    return "\n".join(lines)


def _print(text: str) -> None:
    """Print also where the terminal cannot show every character."""
    try:
        print(text)
    except UnicodeEncodeError:
        encoding = sys.stdout.encoding or "ascii"
        print(text.encode(encoding, "replace").decode(encoding))
