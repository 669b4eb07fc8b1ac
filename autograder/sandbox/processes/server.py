"""The student's side of the pipe: holds the submission's namespace and answers requests.

The same code serves a confined child process and the student's own self-check. Nothing here is
trusted by the grader: it reads only the values that come back.
"""

from __future__ import annotations
import __future__

import ast
import asyncio
import builtins
import difflib
import inspect
import linecache
import sys
import traceback
import types
from collections.abc import Callable, Sequence
from typing import Any

from autograder.errors import CodecError
from autograder.sandbox import codec
from autograder.sandbox.processes import kernel, neutral, self_measures
from autograder.sandbox.processes.helper_modules import HelperModules

MODULE = "submission"
MAX_MESSAGE = 2000
MAX_TRACE = 12
_FUTURE = sum(getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)


class Server:
    """One submission: its namespace, its live objects and the trusted-source scenario beside it.

    Args:
        module: The name of the submission's module; `kernel.MAIN` in a process that is a kernel.
    """

    def __init__(self, module: str = MODULE):
        self.namespace = _new_module(module).__dict__
        self.namespace |= kernel.names(kernel.Shell(self.namespace, self._run_more))
        if module == kernel.MAIN:
            self.namespace["__builtins__"] = vars(sys.modules["builtins"])
        self.scenario = _new_module("scenario").__dict__
        self.handles = codec.Handles()
        self._files: set[str] = set()
        self._helpers: HelperModules | None = None
        self._function: Any = None
        self._before: list[tuple] = []
        self._result: Any = None
        self._is_steady = False
        self._cells: dict[str, list[ast.stmt]] = {}
        self._flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT  # and what `from __future__` adds to it
        self._loop: asyncio.AbstractEventLoop | None = None
        self._switches = neutral.FRESH

    def answer(self, frame: bytes) -> bytes:
        """Return the reply to one request frame; exceptions of the student become values."""
        try:
            with neutral.switched(neutral.FRESH) as self._switches:
                operation, *arguments = self._decoded(frame)
            reply = _OPERATIONS[operation](self, *arguments)
        except Missing as missing:
            name = missing.args[0].rpartition(".")[2]
            names = missing.names or [n for n in self.namespace if n not in kernel.NAMES]
            close = difflib.get_close_matches(name, names, 3, 0.6)
            reply = ("missing", missing.args[0], tuple(map(str, close)))
        except BaseException as error:  # SystemExit and KeyboardInterrupt are the student's too
            reply = self._raised(error)
        with neutral.switched(neutral.FRESH):
            try:
                return codec.encode(reply, self.handles)
            except BaseException as error:
                return codec.encode(self._raised(error), self.handles)

    def _decoded(self, frame: bytes) -> tuple:
        try:
            return codec.decode(frame, self.handles.__getitem__)
        except CodecError as error:  # what the grader sends can be read
            raise RuntimeError(
                "a function that Python, NumPy or PyTorch needs itself was replaced, so the "
                "arguments could not be read"
            ) from error

    def on_ready(self) -> tuple:
        """Say that the process is up."""
        return ("value", None, None)

    def on_load(self, name: str, source: str, start: int = 0, stop: int | None = None) -> tuple:
        """Run some statements of one cell or file; return what those raised that failed."""
        part = slice(start, stop)
        failed = self.run(name, source, part, kinds=(BaseException,))
        return ("value", [(number, self._raised(error)) for number, error in failed], None)

    def run(
        self,
        name: str,
        source: str,
        part: slice = slice(None),
        *,
        kinds: tuple[type[BaseException], ...] = (Exception, SystemExit),
    ) -> list[tuple[int, BaseException]]:
        """Run statements of a cell or file in the submission's namespace, each whatever fails.

        Args:
            part: Which of its statements; all by default.
            kinds: Exceptions that fail one statement only; others go on to the caller.

        Returns:
            The number of each statement that failed, with its exception.

        Raises:
            SyntaxError: The source does not parse; nothing of it was run.
        """
        if name not in self._cells:
            self._cells[name] = ast.parse(source, self._register(name, source)).body
        filename = f"<{name}>"
        self.namespace["__file__"] = filename  # where inspect.getsource looks for a class
        failed: list[tuple[int, BaseException]] = []
        for number, node in list(enumerate(self._cells[name]))[part]:
            try:
                self._run_statement(node, filename)
            except kinds as error:
                failed.append((number, error))
        return failed

    def _run_statement(self, node: ast.stmt, filename: str) -> None:
        module = ast.Module([node], [])
        code = compile(module, filename, "exec", self._flags, dont_inherit=True)
        self._flags |= code.co_flags & _FUTURE
        result = _run(code, self.namespace)
        if code.co_flags & inspect.CO_COROUTINE:  # it awaits
            if self._loop is None or self._loop.is_closed():
                self._loop = asyncio.new_event_loop()
            self._loop.run_until_complete(result)

    def _run_more(self, source: str) -> None:
        """Run what the submission hands to its shell."""
        for node in ast.parse(source, "<shell>").body:
            self._run_statement(node, "<shell>")

    def on_helper(self, module: str, name: str, source: str) -> tuple:
        """Make a helper file importable; it runs when it is imported."""
        if self._helpers is None:
            self._helpers = HelperModules(self._run_helper)
            sys.meta_path.insert(0, self._helpers)
        self._helpers.add(module, name, source)
        return ("value", None, None)

    def on_scenario(self, source: str) -> tuple:
        """Load the exercise's scenario module, which drives the student's function."""
        filename = self._register("scenario.py", source, ours=True)
        with neutral.switched(neutral.FRESH):
            _run(compile(source, filename, "exec", dont_inherit=True), self.scenario)
        return ("value", None, None)

    def on_call(self, target: Any, method: str, args: tuple, kwargs: dict, observe: bool) -> tuple:
        function = self._find(target, method)
        value = function(*args, **kwargs)
        return ("value", value, (args, kwargs) if observe else None)

    def on_read(self, target: Any, attribute: str) -> tuple:
        return ("value", getattr(target, attribute), None)

    def on_prepare(self, target: Any, method: str, before: list[tuple]) -> tuple:
        """Choose the function that is timed, and the calls that come before those of `go`."""
        self._function, self._before = self._find(target, method), before
        return ("value", None, None)

    def on_steady(self) -> tuple:
        """Keep freed memory from now on: what is timed is to take the same time in any process."""
        if not self._is_steady:
            self_measures.steady()
        self._is_steady = True
        return ("value", None, None)

    def on_go(self, calls: list[tuple]) -> tuple:
        """Make the prepared calls, then these; return the results of these.

        Decoding the arguments and encoding the results is part of what is timed: nothing can be
        computed before the clock runs, and a lazy result is paid for.
        """
        for arguments in self._before:  # freed at the next `prepare`, outside the timed window
            self._function(*arguments)
        return ("value", [self._function(*arguments) for arguments in calls], None)

    def on_tidy(self) -> tuple:
        """Give freed memory back at once, so that peaks can be read from outside."""
        self_measures.tidy()
        return ("value", None, None)

    def on_stock(self, target: Any, method: str, arguments: tuple) -> tuple:
        """Keep the arguments of a call whose memory is measured."""
        self._function, self._before, self._result = self._find(target, method), [arguments], None
        return ("value", None, None)

    def on_hold(self) -> tuple:
        """Make that call and keep its result."""
        self._result = self._function(*self._before[0])
        return ("value", None, None)

    def on_hand_over(self) -> tuple:
        """Return the kept result."""
        result, self._result = self._result, None
        return ("value", result, None)

    def on_count(self, target: Any, method: str, arguments: tuple) -> tuple:
        """Make one call and report what it launched; an explanation, never a verdict."""
        return ("value", self_measures.counted(self._find(target, method), arguments), None)

    def _find(self, target: Any, method: str) -> Any:
        if target == "submission":
            if method not in self.namespace:
                raise Missing(method)
            return self.namespace[method]
        if target == "scenario":
            return self._driver(self.scenario[method])
        kind = type(target)
        if kind.__module__ in (MODULE, kernel.MAIN) and not hasattr(target, method):
            public = [name for name in dir(target) if not name.startswith("_")]
            raise Missing(f"{kind.__name__}.{method}", public)
        return getattr(target, method)

    def _driver(self, drive: Callable[..., Any]) -> Callable[..., Any]:
        """Return a driver of ours, which calls the student's functions with their own switches."""
        if self._switches == neutral.FRESH:
            student = _Student(self.namespace, lambda value: value)
            return lambda *args, **kwargs: drive(student, *args, **kwargs)

        def call(*args: Any, **kwargs: Any) -> Any:
            with neutral.switched(neutral.FRESH) as theirs:
                student = _Student(self.namespace, lambda value: _as_set(theirs, value))
                return drive(student, *args, **kwargs)

        return call

    def _register(self, name: str, source: str, ours: bool = False) -> str:
        """Make the source known to tracebacks and to `inspect.getsource`."""
        filename = f"<{name}>"
        if not ours:
            self._files.add(filename)
        linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
        return filename

    def _run_helper(self, name: str, source: str, namespace: dict[str, Any]) -> None:
        code = compile(source, self._register(name, source), "exec", dont_inherit=True)
        _run(code, namespace)

    def _raised(self, error: BaseException) -> tuple:
        kind = type(error)
        bases = tuple(
            base.__name__ for base in kind.__mro__ if getattr(builtins, base.__name__, None) is base
        )
        try:
            message = str(error)[:MAX_MESSAGE]  # the student's code again, if the class is its own
        except BaseException:
            message = "(its message could not be read)"
        return ("raised", str(kind.__name__)[:80], bases, message, self._own_lines(error))

    def _own_lines(self, error: BaseException) -> tuple[str, ...]:
        lines = []
        for frame in traceback.extract_tb(error.__traceback__):
            if frame.filename in self._files:
                lines.append(f"{frame.filename[1:-1]}, line {frame.lineno}: {frame.line}")
        if isinstance(error, SyntaxError) and error.filename in self._files:
            text = (error.text or "").strip()
            lines.append(f"{error.filename[1:-1]}, line {error.lineno}: {text}")
        return tuple(line[:300] for line in lines[-MAX_TRACE:])


class Missing(Exception):
    """The submission does not define this name.

    Args:
        names: Those among which a similar one may be; all of the submission by default.
    """

    def __init__(self, name: str, names: Sequence[str] = ()):
        super().__init__(name)
        self.names = names


class _Student:
    """What a scenario sees of the submission: its functions as attributes."""

    def __init__(self, namespace: dict[str, Any], prepared: Callable[[Any], Any]):
        self._namespace, self._prepared = namespace, prepared

    def __getattr__(self, name: str) -> Any:
        if name not in self._namespace:
            raise Missing(name)
        return self._prepared(self._namespace[name])


def _as_set(theirs: neutral.Switches, value: Any) -> Any:
    return neutral.as_set(theirs, value) if isinstance(value, types.FunctionType) else value


def _new_module(name: str) -> types.ModuleType:
    module = types.ModuleType(name)
    # dataclasses and typing look their module up by name.
    sys.modules[name] = module
    return module


def _run(code: types.CodeType, namespace: dict[str, Any]) -> Any:
    return eval(code, namespace)  # the one line of this repository that executes student code


_OPERATIONS = {
    name.removeprefix("on_"): operation
    for name, operation in vars(Server).items()
    if name.startswith("on_")
}
