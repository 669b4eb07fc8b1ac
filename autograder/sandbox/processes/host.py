"""The zygote and the processes forked from it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from dataclasses import asdict, dataclass

import msgspec

from autograder.errors import MachineError
from autograder.model import Cell, Exercise, Level
from autograder.sandbox.confinement import cgroups, confine
from autograder.sandbox.confinement.policy import Policy
from autograder.sandbox.confinement.profiles import PROFILES
from autograder.sandbox.processes.child_handle import ChildHandle
from autograder.sandbox.processes.confined import RESIDENT_SLACK_BYTES, Confined
from autograder.sandbox.processes.zygote import ENVIRONMENT

ZYGOTE_SECONDS = 180.0


def start_zygote(level: Level, count: int = 1) -> tuple[subprocess.Popen, list[socket.socket]]:
    """Start one zygote that serves `count` sockets; they answer when it is warm."""
    # Messages arrive whole, each with its own descriptors (unix(7)).
    pairs = [socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET) for _ in range(count)]
    theirs = [pair[1].fileno() for pair in pairs]
    # Neither the user's own packages nor the working folder are looked for modules.
    command = [sys.executable, "-s", "-P", "-m", "autograder.sandbox.processes.zygote", level]
    process = subprocess.Popen(
        [*command, *map(str, theirs)],
        pass_fds=theirs,
        env=ENVIRONMENT,  # not ours: it may hold secrets, and every child inherits it
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
        self.level = confine.level_named(level) if level else machine.level
        if not confine.at_least(machine.level, self.level):
            raise MachineError(
                f"level {self.level} is asked for, this machine reaches {machine.level}",
                cure="run `autograder doctor`, or grade on a machine that confines better",
            )
        if not confine.at_least(self.level, Level.S2):
            raise MachineError(
                f"student code cannot be confined here (level {self.level})",
                cure="grade on Linux 6.7 or newer; `autograder doctor` says what is missing",
            )
        self.spawn_seconds = 0.0
        self.forgiven: set[tuple] = set()
        self._cgroups = cgroups.delegated_folder()
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

    def spawn(self, policy: Policy) -> ChildHandle:
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

    def forgives(self, exercise: Exercise, cells: tuple[Cell, ...]) -> bool:
        """Whether a death by SIGKILL may be an outsider's doing: once until `forgiven` is cleared.

        Memory that runs short ends processes this way, and not always the one that took it.
        """
        key = (exercise.slug, cells)
        known = key in self.forgiven
        self.forgiven.add(key)
        return not known

    @property
    def _to_zygote(self) -> socket.socket:
        if self._socket is None:
            raise EOFError("the zygote is gone")
        return self._socket

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
            if self._zygote is not None and self._zygote.stderr is not None:
                self._zygote.kill()
                words = self._zygote.stderr.read().decode(errors="replace").strip()[-1500:]
            raise MachineError(
                f"the sandbox did not start: {words}", cure="run `autograder doctor`"
            ) from None

    def _spawn(self, policy: Policy) -> ChildHandle:
        started = time.perf_counter()
        request_read, request_write = os.pipe()
        reply_read, reply_write = os.pipe()
        try:
            message = msgspec.msgpack.encode({"do": "spawn", "policy": asdict(policy)})
            socket.send_fds(self._to_zygote, [message], [request_read, reply_write])
            answer, (pidfd,) = self._receive(1)
        except BaseException:
            os.close(request_write)
            os.close(reply_read)
            raise
        finally:
            os.close(request_read)
            os.close(reply_write)
        parent = _Parent(self, self._to_zygote, answer["pid"])
        child = ChildHandle(pidfd, request_write, reply_read, parent)
        child.empty_bytes = child.resident_bytes()
        if PROFILES[policy.profile].processes:
            child.starts_processes, child.cgroup = True, self._cgroup(child.pid, policy)
        self.spawn_seconds += time.perf_counter() - started
        return child

    def _cgroup(self, pid: int, policy: Policy) -> cgroups.Cgroup | None:
        if self._cgroups is None:
            return None
        memory = policy.memory_bytes + RESIDENT_SLACK_BYTES
        try:
            return cgroups.Cgroup(self._cgroups, pid, memory, PROFILES[policy.profile].tasks)
        except OSError:
            return None  # the child is watched in any case

    def _reap(self, parent: _Parent) -> int:
        try:
            if not parent.is_gone:
                self._living -= 1
                self._to_zygote.send(msgspec.msgpack.encode({"do": "reap", "pid": parent.pid}))
                return self._receive()[0]["status"]
        except (OSError, EOFError):
            self.close()
        raise MachineError("the zygote is gone, and its children with it")

    def _receive(self, fds: int = 0) -> tuple[dict, list[int]]:
        message, received, _, _ = socket.recv_fds(self._to_zygote, 1 << 16, fds)
        if not message or len(received) != fds:
            raise EOFError("the zygote is gone")
        return msgspec.msgpack.decode(message), received


@dataclass(frozen=True)
class _Parent:
    """One child's zygote, for its handle (a `child_handle.Parent`).

    Attributes:
        zygote: The host's when the child was forked; a later one may know another child by its pid.
        pid: The child's number in the zygote's namespace.
    """

    host: Host
    zygote: socket.socket
    pid: int

    @property
    def is_gone(self) -> bool:
        return self.host._socket is not self.zygote

    def reap(self) -> int:
        return self.host._reap(self)


def _no_process(error: Exception) -> MachineError:
    if isinstance(error, MachineError):
        return error
    return MachineError(
        f"the sandbox starts no process ({error})",
        cure="end other programs, raise the limit of processes (`ulimit -u`, pids.max) or free "
        "memory",
    )
