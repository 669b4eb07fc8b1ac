"""One submission's process, replaced when it dies: asked, watched, timed and weighed.

Both clocks that count are read from outside the student's process.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import select
import signal
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from autograder.errors import MachineError
from autograder.model import Cell, Exercise, Level, Limits, Resource
from autograder.sandbox.confinement.policy import Policy, policy_for
from autograder.sandbox.processes.channel import Channel
from autograder.sandbox.processes.child import NONCE_BYTES
from autograder.sandbox.processes.child_handle import TICK_SECONDS, ChildHandle, own_busy_seconds
from autograder.sandbox.processes.faults import LimitExceeded, StudentDied, StudentFault
from autograder.sandbox.processes.loading import Loading
from autograder.sandbox.processes.waiting import Waiting

# A header becomes Python objects before anybody can count them, 75 bytes for one of its own. Twice
# as much as the longest argument of a check, which may come back.
MAX_REPLY_HEADER_BYTES = 2 << 20
# A longer wait within one timed request, that nobody else explains, is the process's own.
SLEEP_SECONDS = 0.01
# Beyond the address-space limit, which already ends ordinary allocations.
RESIDENT_SLACK_BYTES = 512 << 20
_HEADER = struct.Struct("<II")
_HEAD_BYTES = NONCE_BYTES + _HEADER.size


@dataclass
class Clock:
    """What one timed request was charged, in seconds.

    Attributes:
        idle_cpu: CPU time used since the last timed request, while the process was frozen.
        advisory: Whether a clock is missing here, so that the charge is wall time.
    """

    charge: float = 0.0
    idle_cpu: float = 0.0
    advisory: bool = False


@dataclass
class Weight:
    """The memory of one request, in bytes.

    Attributes:
        peak: The most it held above what the process held before; its arguments do not count.
        ballast: What the process already held, beyond what it had before any student code ran.
        exact: Whether the kernel let us reset the peak; if not, an earlier peak hides a lower one.
    """

    peak: int = 0
    ballast: int = 0
    exact: bool = True


class Spawner(Protocol):
    """What starts processes, and judges how they died (see `host.Host`)."""

    level: Level

    def spawn(self, policy: Policy) -> ChildHandle: ...
    def forgives(self, exercise: Exercise, cells: tuple[Cell, ...]) -> bool: ...


class Confined:
    """One submission's process in one exercise (see `session.Process`)."""

    def __init__(self, host: Spawner, exercise: Exercise, cells: tuple[Cell, ...]):
        self.host, self.exercise, self.cells = host, exercise, cells
        self.limits: Limits = exercise.limits
        self._policy = policy_for(exercise, host.level)
        self._child: ChildHandle | None = None
        self._loading = Loading(exercise, cells)
        self.faults = self._loading.faults
        self._spent = 0.0
        self._baseline = 0.0
        self._cpu_limit = self.limits.cpu_seconds
        self._waited = 0.0  # for this submission, in this check

    @property
    def cpu_seconds(self) -> float:
        """CPU time of all processes this submission has had."""
        return self._spent + (self._child.cpu_seconds if self._child else 0.0)

    def begin_check(self) -> None:
        """Start a process if there is none, and give the next check its full limits."""
        if self._child is not None and self._child.is_lost:
            self.close()
        self.begin_block()
        self._waited = 0.0

    def begin_block(self) -> None:
        """Give what follows its full CPU limit; the time of the whole check runs on."""
        self._started()
        self._baseline = self.cpu_seconds

    def exchange(self, frame: bytes) -> bytes:
        """Send one request and return the reply.

        Raises:
            StudentDied: The process ended, or answered with something that is no answer.
            LimitExceeded: It was killed for its CPU time, waiting, memory or output.
            MachineError: It was lost through no fault of its own; what it was asked has to be
                asked from the beginning.
        """
        child = self._started()
        if child.cpu_when_frozen is not None:
            child.thaw()
        return self._ask(child, frame)

    def close(self) -> None:
        """Kill the process; it is gone when this returns."""
        if self._child is not None:
            with contextlib.suppress(MachineError):
                self._discard(self._child)

    @contextlib.contextmanager
    def timed(self) -> Iterator[Clock]:
        """Measure one request: the process runs only inside this block.

        It stays frozen until it is asked something else.
        """
        child, clock = self._started(), Clock()
        child.freeze()
        cpu, waited = child.cpu_seconds, child.waited_seconds()
        if child.cpu_when_frozen is not None:
            clock.idle_cpu = cpu - child.cpu_when_frozen
        clock.advisory = cpu == 0.0
        started, ours = time.perf_counter(), own_busy_seconds()
        child.thaw()
        try:
            yield clock
        finally:
            wall, ours = time.perf_counter() - started, own_busy_seconds() - ours
            if child.alive:
                child.freeze()
                runnable = wall - (child.waited_seconds() - waited)
                child.cpu_when_frozen = child.cpu_seconds
                clock.charge = child.cpu_when_frozen - cpu
                # Sleeping does not pay; that either of us was preempted does not cost.
                if clock.advisory or runnable - ours > clock.charge + SLEEP_SECONDS:
                    clock.charge = runnable

    @contextlib.contextmanager
    def pinned(self, cpu: int) -> Iterator[None]:
        """Let it run on one CPU only inside this block."""
        self._started().run_on({cpu})
        try:
            yield
        finally:
            if self._child is not None:
                self._child.run_on(os.sched_getaffinity(0))

    @contextlib.contextmanager
    def weighed(self) -> Iterator[Weight]:
        """Measure the peak memory of what is asked inside this block."""
        child, weight = self._started(), Weight()
        child.freeze()
        weight.exact = child.reset_peak()
        before = child.status_bytes("VmRSS")
        weight.ballast = child.status_bytes("RssAnon") - child.clean_bytes
        child.thaw()
        try:
            yield weight
        finally:
            if child.alive:
                child.freeze()
                weight.peak = child.status_bytes("VmHWM") - before
                child.thaw()

    def _started(self) -> ChildHandle:
        """Return the child; start one, with the cells loaded, if there is none."""
        waited, self._waited = self._waited, 0.0  # loading has a limit of its own, and counts
        while self._child is None:
            self._cpu_limit, self._baseline = self.limits.load_seconds, self.cpu_seconds
            child = self._spawned()
            try:
                self._loading.run(self._channel(child), lambda: self._child is None)
            except (StudentDied, LimitExceeded):
                continue  # the statement that killed it is left out from now on
            finally:
                self._cpu_limit = self.limits.cpu_seconds
            self._baseline = self.cpu_seconds
        self._waited += waited
        return self._child

    def _spawned(self) -> ChildHandle:
        """Start a child and hear from it before any of the submission's code runs in it."""
        child = self._child = self.host.spawn(self._policy)
        try:
            self._channel(child).request("ready")
        except StudentFault as fault:
            raise MachineError(
                f"a process could not be confined ({fault})", cure="run `autograder doctor`"
            ) from None
        child.clean_bytes = child.status_bytes("RssAnon")
        return child

    def _channel(self, child: ChildHandle) -> Channel:
        """Return a way to the process as it is: it is neither started nor thawed for it."""
        return Channel(lambda frame: self._ask(child, frame))

    def _discard(self, child: ChildHandle) -> int:
        self._child = None
        self._spent += child.cpu_seconds
        return child.kill()

    def _ask(self, child: ChildHandle, frame: bytes) -> bytes:
        if self._waited > self.limits.check_wall_seconds:
            raise LimitExceeded(Resource.WALL, self.limits.check_wall_seconds)
        nonce, waiting = secrets.token_bytes(NONCE_BYTES), Waiting(child)
        try:
            self._send(child, nonce + frame, waiting)
            answer = self._receive(child, waiting)
            if answer[:NONCE_BYTES] != nonce:  # prepared earlier, for whatever would be asked
                raise StudentDied("its answer was not a value")
            return answer[NONCE_BYTES:]
        except _Ended:
            raise self._death(child, self._discard(child)) from None
        except StudentFault:
            self._discard(child)
            raise
        finally:
            self._waited += waiting.look(at_tick=False)

    def _death(self, child: ChildHandle, code: int) -> Exception:
        if child.out_of_memory:
            return LimitExceeded(Resource.MEMORY, self.limits.memory_bytes)
        if code == -signal.SIGKILL and self.host.forgives(self.exercise, self.cells):
            return MachineError(
                "a process was killed from outside", cure="free memory; it is tried once more"
            )
        if code == -signal.SIGXCPU:
            return LimitExceeded(Resource.CPU, self.limits.cpu_seconds)
        if code < 0:
            named = -code in set(signal.Signals)
            return StudentDied(f"signal {signal.Signals(-code).name if named else -code}")
        return StudentDied(f"exit code {code}")

    def _send(self, child: ChildHandle, data: bytes, waiting: Waiting) -> None:
        view = memoryview(data)
        while view:
            try:
                view = view[os.write(child.requests, view) :]
            except BlockingIOError:
                self._wait(child, child.requests, select.POLLOUT, waiting)
            except BrokenPipeError:
                raise _Ended from None

    def _receive(self, child: ChildHandle, waiting: Waiting) -> bytes:
        """Return a whole answer, its nonce included; nothing may follow it."""
        parts, got, wanted = [], 0, _HEAD_BYTES
        while got < wanted:
            self._wait(child, child.replies, select.POLLIN, waiting)
            part = os.read(child.replies, 1 << 20)
            if not part:
                raise _Ended
            parts.append(part)
            got += len(part)
            if got < wanted:  # slowly, but never silent
                self._be_patient(waiting, at_tick=False)
            if wanted == _HEAD_BYTES <= got:
                parts = [b"".join(parts)]
                header, body = _HEADER.unpack_from(parts[0], NONCE_BYTES)
                if header > MAX_REPLY_HEADER_BYTES or header + body > self.limits.reply_bytes:
                    raise LimitExceeded(Resource.OUTPUT, self.limits.reply_bytes)
                wanted += header + body
        if got > wanted:  # what is left over would pass for the beginning of the next answer
            raise StudentDied("its answer was not a value")
        return b"".join(parts)

    def _wait(self, child: ChildHandle, fd: int, event: int, waiting: Waiting) -> None:
        """Wait until the pipe is ready; kill nothing, but raise when a limit is passed."""
        poll = select.poll()
        poll.register(fd, event)
        while not poll.poll(TICK_SECONDS * 1000):
            if self.cpu_seconds - self._baseline > self._cpu_limit:
                raise LimitExceeded(Resource.CPU, self._cpu_limit)
            self._be_patient(waiting, at_tick=True)
            if child.resident_bytes() > self.limits.memory_bytes + RESIDENT_SLACK_BYTES:
                raise LimitExceeded(Resource.MEMORY, self.limits.memory_bytes)

    def _be_patient(self, waiting: Waiting, *, at_tick: bool) -> None:
        if waiting.look(at_tick=at_tick) > self.limits.wall_seconds:
            raise LimitExceeded(Resource.WALL, self.limits.wall_seconds)


class _Ended(Exception):
    """The pipe was closed: the process is dead or dying."""
