"""What a notebook's kernel has beyond Python: `display`, `get_ipython`, `__main__`, `await`."""

from __future__ import annotations

import asyncio
import contextlib
import selectors
import sys
import threading
import types
from collections.abc import Callable, Iterator
from typing import Any

from autograder.sandbox.processes.stand_ins import Finder, Nothing

MAIN = "__main__"
NAMES = frozenset({"__shell__", "display", "get_ipython", "input", "In", "Out", "_", "__", "___"})
# Cell magics whose body is Python to run.
_PYTHON_MAGICS = frozenset({"time", "timeit", "capture", "prun", "python", "python3", "py"})


class Shell:
    """What `get_ipython()` returns: magics that run nothing but Python."""

    def __init__(self, namespace: dict[str, Any], run: Callable[[str], None]):
        self.user_ns, self._run = namespace, run

    def run_cell(self, source: str, *_: Any, **__: Any) -> None:
        """Run some Python."""
        self._run(source)

    ex = run_cell

    def run_line_magic(self, name: str, line: str = "", *_: Any, **__: Any) -> None:
        """Run what is timed; every other magic does nothing."""
        if name in _PYTHON_MAGICS:
            self._run(line)

    def run_cell_magic(self, name: str, line: str = "", body: str = "", *_: Any, **__: Any) -> None:
        """Run a cell that is Python; one in another language does nothing."""
        if name in _PYTHON_MAGICS:
            self._run(body)

    magic = run_line_magic

    def system(self, *_: Any, **__: Any) -> int:
        """Run no program."""
        return 0

    def getoutput(self, *_: Any, **__: Any) -> list[str]:
        """Run no program; it has printed no line."""
        return []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing()

    def __repr__(self) -> str:
        return "<the kernel where this is graded>"


def names(shell: Shell) -> dict[str, Any]:
    """Return what a notebook finds defined before its first cell."""
    return {
        "__shell__": shell, "get_ipython": lambda: shell, "display": display, "input": no_input,
        "In": [""], "Out": {}, "_": "", "__": "", "___": "",
    }  # fmt: skip


def display(*_: Any, display_id: Any = None, **__: Any) -> Any:
    """Show nothing; return a handle where one is asked for."""
    return Nothing() if display_id else None


def no_input(prompt: object = "", /) -> str:
    """Raise at once.

    Raises:
        EOFError: Always.
    """
    raise EOFError("input() was called, and nobody is there to type when this is graded")


def start() -> None:
    """Let this process be a kernel: packages that only show something have a stand-in."""
    sys.meta_path.insert(0, Finder())
    # A copy: whoever replaces `len` or `print` replaces it for the submission's code alone.
    copy = types.ModuleType("builtins")
    vars(copy).update(vars(sys.modules["builtins"]))
    sys.modules["builtins"] = copy


@contextlib.contextmanager
def running() -> Iterator[None]:
    """Let this process be a kernel inside the block."""
    before = {name: sys.modules[name] for name in (MAIN, "builtins")}
    finders = list(sys.meta_path)
    start()
    try:
        yield
    finally:
        sys.meta_path[:] = finders
        sys.modules.update(before)
        for name, module in list(sys.modules.items()):
            if isinstance(getattr(module, "__loader__", None), Finder):
                del sys.modules[name]


class Policy(asyncio.DefaultEventLoopPolicy):
    """Gives an event loop without sockets where the kernel denies those that a loop opens."""

    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        """Return a loop; one that can wait for time and threads works everywhere."""
        try:
            return super().new_event_loop()
        except OSError:
            return _Loop(_Waiting())


class _Waiting(selectors.SelectSelector):
    """Waits for no file, only for time and for other threads."""

    def __init__(self) -> None:
        super().__init__()
        self.woken = threading.Event()

    def select(self, timeout: float | None = None) -> list[Any]:
        self.woken.wait(timeout if timeout is None else max(timeout, 0.0))
        self.woken.clear()
        return []


class _Loop(asyncio.SelectorEventLoop):
    """An event loop that is woken through memory instead of a pair of sockets."""

    def __init__(self, waiting: _Waiting):
        self._waiting = waiting
        super().__init__(waiting)

    def _make_self_pipe(self) -> None:
        """Open nothing."""

    def _close_self_pipe(self) -> None:
        """Close nothing."""

    def _write_to_self(self) -> None:
        self._waiting.woken.set()
