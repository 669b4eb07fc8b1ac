"""How long one request keeps the grader waiting, without what a busy machine does to it.

Time counts in which the process neither ran nor was ready to run: CPU time has a limit of its own,
and a process without a CPU waits for the machine.
"""

from __future__ import annotations

import time

from autograder.sandbox.processes.child_handle import TICK_SECONDS, ChildHandle, own_busy_seconds


class Waiting:
    """What one request has been charged so far, in seconds.

    Args:
        child: The process that was asked.
    """

    def __init__(self, child: ChildHandle):
        self.seconds = 0.0
        self._child = child
        self._seen = time.monotonic()
        self._delays: float | None = None

    def look(self, *, at_tick: bool) -> float:
        """Charge the time since the last look; return the charge of the whole request.

        Args:
            at_tick: Whether our clock chose the moment, and not something that the process sent: a
                process that is ready to run at such moments was so in between.
        """
        passed = time.monotonic() - self._seen
        if self._delays is None and passed < TICK_SECONDS:
            return self.seconds  # short requests are not worth a look: they add up to nothing
        self._seen += passed
        before, self._delays = self._delays, self._child.waited_seconds() + own_busy_seconds()
        if at_tick and self._child.is_ready():
            return self.seconds
        if before is None:  # how long we were held up ourselves is not known for the first tick
            passed = TICK_SECONDS
        else:
            passed -= max(0.0, self._delays - before)
        self.seconds += max(0.0, passed)
        return self.seconds
