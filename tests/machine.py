"""How fast this machine is, measured in this run, and how long a test waits for what must come.

No test binds a number of seconds to work: an event that must come is awaited for `HANG_SECONDS`,
and a limit that must be passed, and that honest work must not pass, grows with the machine.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass

from autograder.model import Limits

# Far longer than anything takes: only what will never come is given up.
HANG_SECONDS = 1800.0
# For submissions that must end by something else than a clock.
PATIENT = Limits(
    cpu_seconds=HANG_SECONDS,
    wall_seconds=HANG_SECONDS,
    check_wall_seconds=HANG_SECONDS,
    load_seconds=HANG_SECONDS,
)


@dataclass(frozen=True)
class Machine:
    """How many times slower this machine is than the one that the tests were written on.

    Attributes:
        slowness: Of the work that suffers most; at least 1.
    """

    slowness: float

    def seconds(self, usual: float) -> float:
        """Return what takes this machine as long as `usual` seconds took that one."""
        return usual * self.slowness


def measured() -> Machine:
    """Time what the tests lean on: fresh memory, new processes, the interpreter."""
    return Machine(max(1.0, *(_wall_seconds(act) / usual for act, usual in WORK.items())))


def _wall_seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _touch() -> None:
    bytearray(100 << 20)[::4096] = bytes(100 << 20 >> 12)


def _fork() -> None:
    for _ in range(10):
        pid = os.fork()
        if pid == 0:
            os._exit(0)
        os.waitpid(pid, 0)


def _compute() -> None:
    for _ in range(20):
        compile("def f(x):\n    return [x + 1 for x in range(9)]\n" * 50, "text", "exec")


# What each takes where the tests were written, in seconds.
WORK = {_touch: 0.1, _fork: 0.2, _compute: 0.05}
