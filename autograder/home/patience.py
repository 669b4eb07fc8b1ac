"""Ends student code that runs for too long, on every system, where it is."""

from __future__ import annotations

import _thread
import contextlib
import signal
import threading
import time
from collections.abc import Iterator
from types import FrameType
from typing import Any

# Of computing; other programs' time does not count.
SECONDS = 10.0
# Of waiting and computing together.
WALL_SECONDS = 60.0
TICK_SECONDS = 0.1
# How soon again, if the code catches it.
AGAIN_SECONDS = 1.0


class TimeUp(BaseException):
    """The time is up; no `except Exception` of the student's holds it up."""


@contextlib.contextmanager
def patience(seconds: float = SECONDS, wall_seconds: float = WALL_SECONDS) -> Iterator[None]:
    """Raise `TimeUp` in the main thread once the block has taken so long; elsewhere do nothing.

    It arrives between two lines of Python, so a traceback says in which line the code was.

    Args:
        seconds: CPU time of the main thread.
        wall_seconds: Time on the wall.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGINT)
    ended, fired = threading.Event(), threading.Event()
    computed, started = _computed(), time.monotonic()

    def on_interrupt(number: int, frame: FrameType | None) -> Any:
        if fired.is_set():
            if not ended.is_set():
                raise TimeUp
        elif callable(before):
            return before(number, frame)
        return None

    def watch() -> None:
        wait = TICK_SECONDS
        while not ended.wait(wait):
            if _computed() - computed > seconds or time.monotonic() - started > wall_seconds:
                fired.set()
                _interrupt()
                wait = AGAIN_SECONDS

    watcher = threading.Thread(target=watch, daemon=True)
    signal.signal(signal.SIGINT, on_interrupt)
    watcher.start()
    try:
        try:
            yield
        finally:
            ended.set()
    finally:  # also if the time was up in the very line above
        ended.set()
        watcher.join()
        signal.signal(signal.SIGINT, before)


def _computed() -> float:
    """Return the CPU time of the main thread; where no clock tells, the time on the wall."""
    if hasattr(time, "pthread_getcpuclockid"):
        return time.clock_gettime(time.pthread_getcpuclockid(_main()))
    return time.monotonic()


def _main() -> int:
    return threading.main_thread().ident or 0


def _interrupt() -> None:
    if hasattr(signal, "pthread_kill"):  # a signal of its own also ends a `time.sleep`
        signal.pthread_kill(_main(), signal.SIGINT)
    else:
        _thread.interrupt_main()
