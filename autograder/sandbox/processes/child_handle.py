"""One child as the grader sees it: clocks, memory, freezing, killing; all from outside."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from typing import Protocol

from autograder.sandbox.confinement.cgroups import Cgroup
from autograder.sandbox.processes import process_tree

PAGE_BYTES = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
# How often the grader looks at a child it waits for.
TICK_SECONDS = 0.02


class Parent(Protocol):
    """The zygote that one child was forked from."""

    @property
    def is_gone(self) -> bool:
        """Whether it has ended, and its children with it."""

    def reap(self) -> int:
        """Collect the dead child; return its exit code, negative for a signal.

        Raises:
            MachineError: The zygote is gone.
        """


class ChildHandle:
    """One live confined process.

    Args:
        pidfd: Its process descriptor; closed with the two pipes when it is killed.
        requests, replies: Our ends of its pipes.
        parent: What it was forked from.
    """

    def __init__(self, pidfd: int, requests: int, replies: int, parent: Parent):
        self.pidfd, self.requests, self.replies = pidfd, requests, replies
        self._parent = parent
        # In a pid namespace the zygote knows the child by another number than we do; the descriptor
        # tells ours (pidfd_open(2)).
        with open(f"/proc/self/fdinfo/{pidfd}") as info:
            self.pid = next(int(line.split()[1]) for line in info if line.startswith("Pid:"))
        # What clock_getcpuclockid(3) returns, in the kernel's coding: the time that all its threads
        # were scheduled. No privilege is needed, and nothing in there can stop or move it.
        self.cpu_clock = (~self.pid << 3) | 2
        self.empty_bytes = 0
        self.starts_processes = False  # whether it may, and they count as its own
        self.cgroup: Cgroup | None = None
        self.out_of_memory = False  # whether its cgroup's limit is what ended it
        os.set_blocking(requests, False)  # one that does not read must not hold the grader up
        self.alive = True
        self.cpu_when_frozen: float | None = None
        self.clean_bytes = 0

    @property
    def is_lost(self) -> bool:
        """Whether its zygote is gone; it dies with it."""
        return self._parent.is_gone

    @property
    def cpu_seconds(self) -> float:
        """CPU time of all its threads so far, read from the kernel."""
        if self.starts_processes:
            return process_tree.cpu_seconds(self.pid)
        try:
            return time.clock_gettime(self.cpu_clock)
        except OSError:
            return 0.0

    def kill(self) -> int:
        """Kill and reap it; return its exit code. The process is gone when this returns.

        Raises:
            MachineError: The zygote is gone, so nobody can tell what the child died of.
        """
        if not self.alive:
            return 0
        self.alive = False
        with contextlib.suppress(ProcessLookupError):
            # By descriptor: the number of a dead process may be somebody else's by now.
            signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)
        try:
            return self._parent.reap()
        finally:
            if self.cgroup is not None:
                self.out_of_memory = self.cgroup.close()
            for fd in (self.pidfd, self.requests, self.replies):
                os.close(fd)

    def freeze(self) -> None:
        """Stop it and wait until every thread has stopped."""
        # No process can catch or ignore it, but a thread on another CPU goes on until it is told.
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.pidfd, signal.SIGSTOP)
        deadline = time.monotonic() + 2
        while time.monotonic() < deadline and not self._stopped():
            time.sleep(0.00005)

    def thaw(self) -> None:
        self.cpu_when_frozen = None
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.pidfd, signal.SIGCONT)

    def run_on(self, cpus: set[int]) -> None:
        """Let its threads, and those they start, run on these CPUs only."""
        with contextlib.suppress(FileNotFoundError):  # it died with its zygote
            for task in os.listdir(f"/proc/{self.pid}/task"):
                with contextlib.suppress(OSError):  # this thread has ended; the others count
                    os.sched_setaffinity(int(task), cpus)

    def _stopped(self) -> bool:
        try:
            tasks = os.listdir(f"/proc/{self.pid}/task")
            return all(self._state(task) in "TtZX" for task in tasks)
        except (FileNotFoundError, ProcessLookupError):
            return True

    def _state(self, task: str) -> str:
        with open(f"/proc/{self.pid}/task/{task}/stat", "rb") as stat:
            # After the last bracket: before it stands a name that the process chose (proc(5)).
            return stat.read().rpartition(b")")[2].split()[0].decode()

    def waited_seconds(self) -> float:
        """Time its main thread was runnable but had no CPU (scheduler/sched-stats.rst)."""
        try:
            with open(f"/proc/{self.pid}/schedstat", "rb") as stat:
                return int(stat.read().split()[1]) / 1e9
        except (OSError, IndexError):
            return 0.0

    def is_ready(self) -> bool:
        """Return whether any of its threads runs, or would if it had a CPU."""
        if self.starts_processes and process_tree.is_ready(self.pid):
            return True
        try:
            return any(self._state(task) == "R" for task in os.listdir(f"/proc/{self.pid}/task"))
        except OSError:  # it, or a thread of it, has ended meanwhile
            return False

    def status_bytes(self, field: str) -> int:
        """Return one line of its memory status, as ``VmHWM``; 0 where there is none."""
        try:
            with open(f"/proc/{self.pid}/status", "rb") as status:
                lines = dict(line.split(b":", 1) for line in status.read().splitlines())
            return int(lines[field.encode()].split()[0]) << 10
        except (OSError, KeyError, ValueError):
            return 0

    def reset_peak(self) -> bool:
        """Set its peak memory to what it holds now; return whether the kernel allows it."""
        try:
            with open(f"/proc/{self.pid}/clear_refs", "wb") as refs:
                refs.write(b"5")  # proc(5): VmHWM becomes VmRSS
        except OSError:
            return False
        return True

    def resident_bytes(self) -> int:
        if self.starts_processes:
            return process_tree.resident_bytes(self.pid, self.empty_bytes)
        try:
            with open(f"/proc/{self.pid}/statm", "rb") as statm:
                return int(statm.read().split()[1]) * PAGE_BYTES
        except (OSError, IndexError):
            return 0


def own_busy_seconds() -> float:
    """Time this thread of the grader had a CPU or waited for one."""
    try:
        with open("/proc/thread-self/schedstat", "rb") as stat:
            return sum(map(int, stat.read().split()[:2])) / 1e9
    except (OSError, ValueError):
        return time.thread_time()
