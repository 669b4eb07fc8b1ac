"""The grader's side of the confined processes: start, ask, watch, freeze, kill.

`Host` owns the zygote; `Confined` is one submission's process, replaced when it dies. Both clocks
that count are read from outside the student's process.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import select
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import msgspec

from autograder.errors import MachineError
from autograder.model import Cell, Exercise, Limits
from autograder.sandbox import confine, family
from autograder.sandbox.child import NONCE_BYTES
from autograder.sandbox.faults import LimitExceeded, StudentDied, StudentFault
from autograder.sandbox.policy import Policy, policy_for
from autograder.sandbox.profiles import PROFILES
from autograder.sandbox.student import Student
from autograder.sandbox.zygote import ENVIRONMENT

MAX_REPLY_BYTES = 64 << 20
# A header becomes Python objects before anybody can count them, 75 bytes for one of its own. Twice
# as much as the longest argument of a check, which may come back.
MAX_REPLY_HEADER_BYTES = 2 << 20
TICK_SECONDS = 0.02
# A longer wait within one timed request, that nobody else explains, is the process's own.
SLEEP_SECONDS = 0.01
ZYGOTE_SECONDS = 180.0
# Beyond the address-space limit, which already ends ordinary allocations.
RESIDENT_SLACK_BYTES = 512 << 20
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_HEADER = struct.Struct("<II")
_HEAD_BYTES = NONCE_BYTES + _HEADER.size


def start_zygote(level: str, count: int = 1) -> tuple[subprocess.Popen, list[socket.socket]]:
    """Start one zygote that serves `count` sockets; they answer when it is warm."""
    pairs = [socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET) for _ in range(count)]
    theirs = [pair[1].fileno() for pair in pairs]
    command = [sys.executable, "-s", "-P", "-m", "autograder.sandbox.zygote", level]
    process = subprocess.Popen(
        [*command, *map(str, theirs)],
        pass_fds=theirs,
        env=ENVIRONMENT,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    for our_end, their_end in pairs:
        their_end.close()
        our_end.settimeout(ZYGOTE_SECONDS)  # a zygote that hangs is replaced like one that died
    return process, [ours for ours, _ in pairs]


class Host:
    """A warm zygote at one confinement level, and the processes forked from it.

    Attributes:
        forgiven: Code that has died by SIGKILL; cleared before each submission.

    Args:
        level: ``"S3"``, ``"S2"``, ...; empty for the best this machine has.
        zygote: Socket of a zygote that is starting already; without it one is started.

    Raises:
        MachineError: This machine cannot reach that level, or the zygote does not start.
    """

    def __init__(self, level: str = "", zygote: socket.socket | None = None):
        machine = confine.probe()
        self.level = level or machine.level
        if not confine.at_least(machine.level, self.level):
            raise MachineError(
                f"level {self.level} is asked for, this machine reaches {machine.level}",
                cure="run `autograder doctor`, or grade on a machine that confines better",
            )
        if not confine.at_least(self.level, "S2"):
            raise MachineError(
                f"student code cannot be confined here (level {self.level})",
                cure="grade on Linux 6.7 or newer; `autograder doctor` says what is missing",
            )
        self.spawn_seconds = 0.0
        self.forgiven: set[tuple] = set()
        self._ready = False
        self._living = 0
        self._zygote: subprocess.Popen | None = None
        self._socket: socket.socket | None = zygote or self._start()

    def __enter__(self) -> Host:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def open(self, exercise: Exercise, cells: tuple[Cell, ...]) -> Confined:
        """Return the process of these cells; it starts at the first request."""
        return Confined(self, exercise, cells)

    def close(self) -> None:
        """End the zygote and with it every child. They are gone when this returns."""
        if self._socket is not None:
            self._socket.close()
        self._socket, self._ready, self._living = None, False, 0
        if self._zygote is None:
            return
        try:
            self._zygote.wait(5)
        except subprocess.TimeoutExpired:
            self._zygote.kill()
            self._zygote.wait()

    def spawn(self, policy: Policy) -> Child:
        """Fork one confined child; a zygote that died is replaced once.

        Raises:
            MachineError: There is no new zygote either, or children were lost with the old one:
                whoever was at work with them has to begin again.
        """
        must_work = self._living > 0
        while True:
            try:
                self._have_zygote()
                child = self._spawn(policy)
            except (OSError, EOFError, MachineError) as error:
                self.close()
                if must_work:
                    raise _no_process(error) from None
                must_work = True
            else:
                self._living += 1
                return child

    def reap(self, child: Child) -> int:
        """Collect a dead child; return its exit code, negative for a signal.

        Raises:
            MachineError: Its zygote is gone; a later one may know another child by this number.
        """
        try:
            if not child.is_lost:
                self._living -= 1
                request = {"do": "reap", "pid": child.inner_pid}
                self._socket.send(msgspec.msgpack.encode(request))
                return self._receive()[0]["status"]
        except (OSError, EOFError):
            self.close()
        raise MachineError("the zygote is gone, and its children with it")

    def forgives(self, exercise: Exercise, cells: tuple[Cell, ...]) -> bool:
        """Whether a death by SIGKILL may be an outsider's doing: once until `forgiven` is cleared.

        Memory that runs short ends processes this way, and not always the one that took it.
        """
        key = (exercise.slug, cells)
        known = key in self.forgiven
        self.forgiven.add(key)
        return not known

    def _have_zygote(self) -> None:
        if self._socket is None:
            self._socket = self._start()
        if not self._ready:
            self._await_ready()

    def _start(self) -> socket.socket:
        self._zygote, (connection,) = start_zygote(self.level)
        return connection

    def _await_ready(self) -> None:
        """Wait for a zygote that is still importing; the grader's own imports go on meanwhile."""
        try:
            self._receive()
            self._ready = True
        except (OSError, EOFError):
            words = "it ended while starting"
            if self._zygote is not None:
                self._zygote.kill()
                words = self._zygote.stderr.read().decode(errors="replace").strip()[-1500:]
            raise MachineError(
                f"the sandbox did not start: {words}", cure="run `autograder doctor`"
            ) from None

    def _spawn(self, policy: Policy) -> Child:
        started = time.perf_counter()
        request_read, request_write = os.pipe()
        reply_read, reply_write = os.pipe()
        try:
            message = msgspec.msgpack.encode({"do": "spawn", "policy": asdict(policy)})
            socket.send_fds(self._socket, [message], [request_read, reply_write])
            answer, (pidfd,) = self._receive(1)
        except BaseException:
            os.close(request_write)
            os.close(reply_read)
            raise
        finally:
            os.close(request_read)
            os.close(reply_write)
        child = Child(self, answer["pid"], pidfd, request_write, reply_read)
        child.empty_bytes = child.resident_bytes()
        child.has_family = PROFILES[policy.profile].processes
        self.spawn_seconds += time.perf_counter() - started
        return child

    def _receive(self, fds: int = 0) -> tuple[dict, list[int]]:
        message, received, _, _ = socket.recv_fds(self._socket, 1 << 16, fds)
        if not message or len(received) != fds:
            raise EOFError("the zygote is gone")
        return msgspec.msgpack.decode(message), received


def _no_process(error: Exception) -> MachineError:
    if isinstance(error, MachineError):
        return error
    return MachineError(
        f"the sandbox starts no process ({error})",
        cure="end other programs, raise the limit of processes (`ulimit -u`, pids.max) or free "
        "memory",
    )


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


class Child:
    """One live confined process."""

    def __init__(self, host: Host, inner_pid: int, pidfd: int, requests: int, replies: int):
        self.host, self.inner_pid, self.pidfd = host, inner_pid, pidfd
        self.requests, self.replies = requests, replies
        self._zygote = host._socket
        # In a pid namespace the zygote knows the child by another number than we do.
        with open(f"/proc/self/fdinfo/{pidfd}") as info:
            self.pid = next(int(line.split()[1]) for line in info if line.startswith("Pid:"))
        self.cpu_clock = (~self.pid << 3) | 2
        self.empty_bytes = 0
        self.has_family = False  # whether it may start processes, which then count as its own
        os.set_blocking(requests, False)
        self.alive = True
        self.cpu_when_frozen: float | None = None
        self.clean_bytes = 0
        self._queued = 0.0

    @property
    def is_lost(self) -> bool:
        """Whether its zygote is gone; it dies with it."""
        return self.host._socket is not self._zygote

    @property
    def cpu_seconds(self) -> float:
        """CPU time of all its threads so far, read from the kernel."""
        if self.has_family:
            return family.cpu_seconds(self.pid)
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
            signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)
        try:
            return self.host.reap(self)
        finally:
            for fd in (self.pidfd, self.requests, self.replies):
                os.close(fd)

    def freeze(self) -> None:
        """Stop it and wait until every thread has stopped."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.pidfd, signal.SIGSTOP)
        deadline = time.monotonic() + 2
        while time.monotonic() < deadline and not self._stopped():
            time.sleep(0.00005)

    def thaw(self) -> None:
        self.cpu_when_frozen = None
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.pidfd, signal.SIGCONT)

    def _stopped(self) -> bool:
        try:
            tasks = os.listdir(f"/proc/{self.pid}/task")
            return all(self._state(task) in "TtZX" for task in tasks)
        except (FileNotFoundError, ProcessLookupError):
            return True

    def _state(self, task: str) -> str:
        with open(f"/proc/{self.pid}/task/{task}/stat", "rb") as stat:
            return stat.read().rpartition(b")")[2].split()[0].decode()

    def waited_seconds(self) -> float:
        """Time its main thread was runnable but had no CPU."""
        try:
            with open(f"/proc/{self.pid}/schedstat", "rb") as stat:
                return int(stat.read().split()[1]) / 1e9
        except (OSError, IndexError):
            return 0.0

    def own_share(self, seconds: float) -> float:
        """Return how much of the time that a request took is not explained by a busy machine.

        Short ones are not worth a look: they cannot add up to minutes.
        """
        if seconds < TICK_SECONDS:
            return 0.0
        before, self._queued = self._queued, self.waited_seconds()
        return max(0.0, seconds - max(0.0, self._queued - before))

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
                refs.write(b"5")
        except OSError:
            return False
        return True

    def resident_bytes(self) -> int:
        if self.has_family:
            return family.resident_bytes(self.pid, self.empty_bytes)
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


class Confined:
    """One submission's process in one exercise (see `lab.Process`)."""

    def __init__(self, host: Host, exercise: Exercise, cells: tuple[Cell, ...]):
        self.host, self.exercise, self.cells = host, exercise, cells
        self.limits: Limits = exercise.limits
        self.faults: list[tuple[str, StudentFault]] = []
        self._policy = policy_for(exercise, host.level)
        self._child: Child | None = None
        self._deadly: set[int] = set()
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
        self._live()
        self._baseline, self._waited = self.cpu_seconds, 0.0

    def exchange(self, frame: bytes) -> bytes:
        """Send one request and return the reply.

        Raises:
            StudentDied: The process ended, or answered with something that is no answer.
            LimitExceeded: It was killed for its CPU time, waiting, memory or output.
            MachineError: It was lost through no fault of its own; what it was asked has to be
                asked from the beginning.
        """
        child = self._live()
        if child.cpu_when_frozen is not None:
            child.thaw()
        return self._ask(child, frame)

    def close(self) -> None:
        """Kill the process; it is gone when this returns."""
        if self._child is not None:
            with contextlib.suppress(MachineError):
                self._discard()

    @contextlib.contextmanager
    def timed(self) -> Iterator[Clock]:
        """Measure one request: the process runs only inside this block.

        It stays frozen until it is asked something else.
        """
        child, clock = self._live(), Clock()
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
    def weighed(self) -> Iterator[Weight]:
        """Measure the peak memory of what is asked inside this block."""
        child, weight = self._live(), Weight()
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

    def _live(self) -> Child:
        waited, self._waited = self._waited, 0.0  # loading has a limit of its own, and counts
        while self._child is None:
            self._cpu_limit, self._baseline = self.limits.load_seconds, self.cpu_seconds
            self._child = self._spawned()
            try:
                self._load()
            except (StudentDied, LimitExceeded):
                continue  # the cell that killed it is left out from now on
            finally:
                self._cpu_limit = self.limits.cpu_seconds
            self._baseline = self.cpu_seconds
        self._waited += waited
        return self._child

    def _spawned(self) -> Child:
        """Start a child and hear from it before any of the submission's code runs in it."""
        self._child = self.host.spawn(self._policy)
        try:
            Student(lambda frame: self._ask(self._child, frame))._request("ready")
        except StudentFault as fault:
            raise MachineError(
                f"a process could not be confined ({fault})", cure="run `autograder doctor`"
            ) from None
        self._child.clean_bytes = self._child.status_bytes("RssAnon")
        return self._child

    def _load(self) -> None:
        """Run every cell; remember what goes wrong once, whatever process meets it."""
        student = Student(lambda frame: self._ask(self._child, frame))
        known = {name for name, _ in self.faults}
        for number, cell in enumerate(self.cells):
            if number in self._deadly:
                continue
            try:
                student._request("load", cell.name, cell.source)
            except StudentFault as fault:
                if cell.name not in known:
                    self.faults.append((cell.name, fault))
                if self._child is None:
                    self._deadly.add(number)
                    raise
        if self.exercise.scenario:
            self._load_scenario(student, known)

    def _load_scenario(self, student: Student, known: set[str]) -> None:
        """Load our driver; that it fails beside the submission's code is that code's fault."""
        try:
            student._request("scenario", self.exercise.scenario)
        except StudentFault as fault:
            if "scenario.py" not in known:
                self.faults.append(("scenario.py", fault))
            if self._child is None:
                self._deadly.update(range(len(self.cells)))
                raise

    def _discard(self) -> int:
        child, self._child = self._child, None
        self._spent += child.cpu_seconds
        return child.kill()

    def _ask(self, child: Child, frame: bytes) -> bytes:
        if self._waited > self.limits.check_wall_seconds:
            raise LimitExceeded("wall", self.limits.check_wall_seconds)
        nonce, started = secrets.token_bytes(NONCE_BYTES), time.monotonic()
        deadline = started + self.limits.wall_seconds
        try:
            self._send(child, nonce + frame, deadline)
            answer = self._receive(child, deadline)
            if answer[:NONCE_BYTES] != nonce:
                raise StudentDied("its answer was not a value")
            return answer[NONCE_BYTES:]
        except _Ended:
            raise self._death(self._discard()) from None
        except StudentFault:
            self._discard()
            raise
        finally:
            self._waited += child.own_share(time.monotonic() - started)

    def _death(self, code: int) -> Exception:
        if code == -signal.SIGKILL and self.host.forgives(self.exercise, self.cells):
            return MachineError(
                "a process was killed from outside", cure="free memory; it is tried once more"
            )
        if code == -signal.SIGXCPU:
            return LimitExceeded("cpu", self.limits.cpu_seconds)
        if code < 0:
            named = -code in set(signal.Signals)
            return StudentDied(f"signal {signal.Signals(-code).name if named else -code}")
        return StudentDied(f"exit code {code}")

    def _send(self, child: Child, data: bytes, deadline: float) -> None:
        view = memoryview(data)
        while view:
            try:
                view = view[os.write(child.requests, view) :]
            except BlockingIOError:
                self._wait(child, child.requests, select.POLLOUT, deadline)
            except BrokenPipeError:
                raise _Ended from None

    def _receive(self, child: Child, deadline: float) -> bytes:
        """Return a whole answer, its nonce included; nothing may follow it."""
        parts, got, wanted = [], 0, _HEAD_BYTES
        while got < wanted:
            self._wait(child, child.replies, select.POLLIN, deadline)
            part = os.read(child.replies, 1 << 20)
            if not part:
                raise _Ended
            parts.append(part)
            got += len(part)
            if got < wanted and time.monotonic() > deadline:  # slowly, but never silent
                raise LimitExceeded("wall", self.limits.wall_seconds)
            if wanted == _HEAD_BYTES <= got:
                parts = [b"".join(parts)]
                header, body = _HEADER.unpack_from(parts[0], NONCE_BYTES)
                if header > MAX_REPLY_HEADER_BYTES or header + body > MAX_REPLY_BYTES:
                    raise LimitExceeded("output", MAX_REPLY_BYTES)
                wanted += header + body
        if got > wanted:
            raise StudentDied("its answer was not a value")
        return b"".join(parts)

    def _wait(self, child: Child, fd: int, event: int, deadline: float) -> None:
        """Wait until the pipe is ready; kill nothing, but raise when a limit is passed."""
        poll = select.poll()
        poll.register(fd, event)
        while not poll.poll(TICK_SECONDS * 1000):
            if self.cpu_seconds - self._baseline > self._cpu_limit:
                raise LimitExceeded("cpu", self._cpu_limit)
            if time.monotonic() > deadline:
                raise LimitExceeded("wall", self.limits.wall_seconds)
            if child.resident_bytes() > self.limits.memory_bytes + RESIDENT_SLACK_BYTES:
                raise LimitExceeded("memory", self.limits.memory_bytes)


class _Ended(Exception):
    """The pipe was closed: the process is dead or dying."""
