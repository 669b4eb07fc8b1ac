"""The visible checks, for students: the examples of a docstring, run on their own code.

Nothing here can write a grade, and nothing needs more than Python itself: it runs on every system
and imports at once. Torch is loaded only when a file or a notebook is checked.
"""

from __future__ import annotations

import ast
import contextlib
import re
import sys
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.errors import SubmissionError
from autograder.home.examples import one_line, own_lines, run_examples, steps_of
from autograder.home.patience import SECONDS, TimeUp, patience
from autograder.home.results import ExampleResult, SelfCheckFailed, State, block

if TYPE_CHECKING:
    from autograder.intake.states import States
    from autograder.model import Cell, Text

UNREADABLE = ("SyntaxError", "IndentationError", "TabError")
NOT_RUN = (
    "Nothing of this cell was run: what is checked below is an older version, if there is one.\n"
    "这个单元格完全没有运行:下面检查的是较旧的版本(如果有的话)。"
)
NOT_A_GRADE = (
    "This is a self-check, not your grade: hidden checks try many more inputs.\n"
    "这只是自我检查,不是成绩:隐藏检查会尝试更多的输入。"
)


def check(*functions: object, slug: str, examples: str) -> None:
    """Run the examples in the notebook this is called from, and print what came out.

    Args:
        functions: What the examples are about: their names, or in older notebooks they themselves.
        slug: The exercise.
        examples: Lines of ``>>>`` with what they must show.

    Raises:
        SelfCheckFailed: An example did not pass.
    """
    namespace = sys._getframe(1).f_globals
    try:
        results = run_examples(examples, namespace, slug)
    except KeyboardInterrupt:
        raise SelfCheckFailed("Interrupted. 已中断。") from None
    if not results:
        raise SelfCheckFailed("This cell lost its examples: take a fresh notebook. 示例已丢失。")
    _print(render(results))
    names = [one if isinstance(one, str) else getattr(one, "__name__", "") for one in functions]
    if stale := _stale(names, namespace.get("In"), namespace):
        raise SelfCheckFailed(stale) from None
    failed = sum(result.state is not State.PASSED for result in results)
    if failed:
        raise SelfCheckFailed(
            f"{failed} of {len(results)} examples do not pass yet. 还有示例未通过。"
        ) from None


def _stale(names: Sequence[str], history: object, defined: Container[str]) -> str:
    """Say that the newest definition of a function has a syntax error, so an older one was checked.

    Args:
        defined: The names that the notebook has; one that it lacks had no older version.
        history: What the notebook has run, oldest first, this cell last; IPython's ``In``.
    """
    cells = history[-2::-1] if isinstance(history, list) else []
    for name in filter(None, names):
        pattern = re.compile(rf"^\s*(?:def|class)\s+{name}\b", re.MULTILINE)
        newest = next((cell for cell in cells if pattern.search(cell)), "")
        try:
            ast.parse(newest)
        except SyntaxError as error:
            old = ("an older version was checked", "检查的是旧版本")
            en, zh = old if name in defined else ("so it is not defined", "因此函数没有定义")
            return (f"The cell of `{name}` has a syntax error in line {error.lineno} "
                    f"({error.msg}): {en}. "
                    f"该单元格第 {error.lineno} 行有语法错误,{zh}。")  # fmt: skip
    return ""


def check_file(path: Path, examples: str, slug: str = "") -> list[ExampleResult]:
    """Run the examples on one Python file."""
    with importing_beside(path):
        namespace, problems = _load([(path.name, read(path))])
        results = run_examples(examples, namespace, slug)
    if not problems:
        return results
    if all(result.state is State.PASSED for result in results):
        return [*results[:-1], replace(results[-1], note=_beside(problems[0]))]
    # One result for each example, also where the file cannot even be loaded.
    steps = ["\n".join(e.source.rstrip("\n") for e in step) for step in steps_of(examples)]
    first = replace(problems[0], exercise=slug, source=steps[0])
    return [first, *(ExampleResult(slug, step, "", "", State.UNREACHED) for step in steps[1:])]


def files_in(path: str | Path) -> list[Path]:
    """Return what `check_path` can check: the file itself, or an assignment's in a folder.

    Those are the files that have a test file beside them, and notebooks.
    """
    path = Path(path)
    if not path.is_dir():
        answer = path.with_name(path.name.removeprefix("test_"))
        return [answer if answer.is_file() else path]
    beside = [test.with_name(test.name.removeprefix("test_")) for test in path.rglob("test_*.py")]
    found = [file for file in [*beside, *path.rglob("*.ipynb")] if file.is_file()]
    hidden = {
        file for file in found if any(part[0] == "." for part in file.relative_to(path).parts)
    }
    return sorted({*found} - hidden) or [path]


def _beside(problem: ExampleResult) -> str:
    """Say what went wrong in a file whose examples pass all the same."""
    what = ": ".join([problem.got, *problem.trace[-1:]])
    return (f"A line of your file outside the examples did not end well: {what}\n"
            f"文件中示例之外的一行没有正常结束:{what}")  # fmt: skip


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
                              cure="name a .py file, a notebook or a folder of them")  # fmt: skip
    constants = _constants_beside(path)
    examples = constants.get("EXAMPLES") or examples_in_docstrings(read(path), str(path))
    if not steps_of(examples):
        raise SubmissionError("there is no example to check", where=str(path),
                              cure=f"keep test_{path.name} beside it")  # fmt: skip
    return check_file(path, examples, constants.get("SLUG", ""))


def examples_in_docstrings(source: str, where: str = "") -> str:
    """Return every docstring of a module, one after the other.

    Raises:
        SubmissionError: It does not parse.
    """
    try:
        nodes = [
            n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef | ast.ClassDef)
        ]
    except SyntaxError as error:
        raise SubmissionError(f"syntax error in line {error.lineno}: {error.msg}",
                              where=where, cure="mend that line first") from None  # fmt: skip
    return "\n\n".join(ast.get_docstring(node) or "" for node in nodes)


def render(results: Sequence[ExampleResult]) -> str:
    """Return the results as text for a terminal or a notebook."""
    lines, exercise = [], None
    for result in results:
        if result.exercise != exercise:
            exercise = result.exercise
            lines += [exercise, ""] if exercise else []
        lines += [block(result), ""]
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


def _load(
    cells: Iterable[tuple[str, str]],
    after: Callable[[int, dict[str, Any]], None] = lambda number, namespace: None,
) -> tuple[dict[str, Any], list[ExampleResult]]:
    """Run cells one after the other; return their namespace and what went wrong.

    Args:
        after: Called when a cell has run, with its number from 0.
    """
    from autograder.sandbox.processes import kernel
    from autograder.sandbox.processes.server import Server

    server = Server(kernel.MAIN)
    problems: list[ExampleResult] = []
    for number, (name, source) in enumerate(cells):
        failed: list[tuple[int, BaseException]] = []
        try:
            with patience():
                failed = server.run(name, source)
        except (Exception, TimeUp) as ended:  # it does not parse, or takes too long
            failed = [(0, ended)]
        for _, error in failed:
            if not isinstance(error, NotImplementedError):
                lines = own_lines(error.__traceback__, server.namespace)
                state, said = State.RAISED, one_line(error)
                if isinstance(error, SyntaxError):
                    lines = (f"line {error.lineno}: {(error.text or '').strip()}",)
                elif isinstance(error, TimeUp):
                    state, said = State.TOO_LONG, f"{SECONDS:g} s"
                problems.append(ExampleResult("", name, "", said, state, lines))
        after(number, server.namespace)
    return server.namespace, problems


@contextlib.contextmanager
def importing_beside(path: Path) -> Iterator[None]:
    """Be what a kernel beside this file is: its helper files are found, as Python finds them."""
    from autograder.sandbox.processes import kernel

    folder = str(path.resolve().parent)
    sys.path.insert(0, folder)
    try:
        with kernel.running():
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
    from autograder.intake.states import Notebook

    cells, calls = _parts_of_notebook(path)
    notebook = Notebook(cells)
    states = [notebook.states(call.functions, call.slug.replace("/", "__")) for call in calls]
    checked: dict[int, list[ExampleResult]] = {}
    earlier: dict[int, list[ExampleResult]] = {}

    def check_those_ready(number: int, namespace: dict[str, Any]) -> None:
        for place, (call, state) in enumerate(zip(calls, states, strict=True)):
            if len(state.first) == number + 1:
                earlier[place] = run_examples(call.examples, namespace, call.slug)
            if len(state.own) == number + 1:
                checked[place] = run_examples(call.examples, namespace, call.slug)

    with importing_beside(path):
        sources = [(cell.name, cell.source) for cell in cells]
        namespace, problems = _load(sources, check_those_ready)
        for place, (call, state) in enumerate(zip(calls, states, strict=True)):
            if place in earlier and _passed(earlier[place]) > _passed(checked[place]):
                checked[place] = _noted(earlier[place], state.defined_again)
            elif state.whole:
                whole = run_examples(call.examples, namespace, call.slug)
                checked[place] = _better(checked[place], whole, state)
    problems = [replace(one, note=NOT_RUN) if one.got.startswith(UNREADABLE) else one
                for one in problems]  # fmt: skip
    return problems + [result for place in range(len(calls)) for result in checked[place]]


def _better(
    own: list[ExampleResult], whole: list[ExampleResult], state: States
) -> list[ExampleResult]:
    """Return the results of the state that counts; where they differ, with a note."""
    gained = _passed(whole) - _passed(own)
    if not gained:
        return own
    chosen, note = (whole, state.completed) if gained > 0 else (own, state.undone)
    return _noted(chosen, note)


def _noted(results: list[ExampleResult], note: Text) -> list[ExampleResult]:
    return [*results[:-1], replace(results[-1], note=f"{note.en}\n{note.zh}")]


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
                # Notebooks handed out long ago name the functions themselves.
                names = (getattr(a, "value", getattr(a, "id", None)) for a in call.args)
                functions = tuple(name for name in names if isinstance(name, str))
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


def _print(text: str) -> None:
    """Print also where the terminal cannot show every character."""
    try:
        print(text)
    except UnicodeEncodeError:
        encoding = sys.stdout.encoding or "ascii"
        print(text.encode(encoding, "replace").decode(encoding))
