"""The grading workers of a class: started from one process, heard, killed and ended."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import time
from multiprocessing.connection import Connection

import msgspec

from autograder.errors import MachineError
from autograder.grading.worker import Answer, Job, Setup
from autograder.sandbox.confinement import cgroups

START_SECONDS = 180
GONE_SECONDS = 5.0


def start_workers(count: int) -> tuple[subprocess.Popen, list[WorkerHandle]]:
    """Start one process that becomes `count` workers; return it and them.

    Raises:
        MachineError: There is no room for another process.
    """
    cgroups.enter()
    pairs = [socket.socketpair() for _ in range(count)]
    pipes = [os.pipe() for _ in range(count)]
    theirs = [
        fd for pair, pipe in zip(pairs, pipes, strict=True) for fd in (pair[1].detach(), pipe[1])
    ]
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    workers = [WorkerHandle(pair[0], pipe[0]) for pair, pipe in zip(pairs, pipes, strict=True)]
    try:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "autograder.grading.worker", *map(str, theirs)],
            pass_fds=theirs,
            # Optimised Python leaves out assertions, which a check may be made of.
            env={**os.environ, **threads, "PYTHONHASHSEED": "1", "PYTHONOPTIMIZE": ""},
            stdin=subprocess.DEVNULL,
            process_group=0,  # Ctrl-C is for the grader, and one signal ends them all
        )
    except OSError as error:
        raise MachineError(
            f"no grading worker can be started ({error.strerror})",
            cure="end other programs, raise the limit of processes (`ulimit -u`, pids.max) or use "
            "fewer --workers; what is graded stays graded",
        ) from None
    finally:
        for fd in theirs:
            os.close(fd)
    return process, workers


def end(process: subprocess.Popen, seconds: float) -> None:
    """Wait for a process and its group to end; kill what is left after `seconds`."""
    pidfd = os.pidfd_open(process.pid)
    poll = select.poll()
    poll.register(pidfd, select.POLLIN)
    poll.poll(seconds * 1000)
    os.close(pidfd)
    deadline = time.monotonic() + GONE_SECONDS
    with contextlib.suppress(ProcessLookupError):
        # Until it is waited for, no other group can have its number.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        while time.monotonic() < deadline:
            os.killpg(process.pid, 0)
            time.sleep(0.005)
    process.wait()


class WorkerHandle:
    """The connection to one worker, and the pipe on which it shows that it lives."""

    def __init__(self, ours: socket.socket, beats: int):
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):  # it may stop amid a message
            ours.setsockopt(socket.SOL_SOCKET, option, struct.pack("ll", START_SECONDS, 0))
        os.set_blocking(beats, False)
        self.connection, self.beats, self.silence = Connection(ours.detach()), beats, 0.0
        self._pidfd = -1

    def send(self, message: Setup | Job) -> None:
        try:
            self.hear()
            self.connection.send_bytes(msgspec.msgpack.encode(message))
        except OSError:  # it is dead or has half a message; `receive` finds out
            self.kill()

    def receive(self) -> Answer | None:
        """Return the next answer, or None when the worker is dead."""
        try:
            return msgspec.msgpack.decode(self.connection.recv_bytes(), type=Answer)
        except (EOFError, OSError):
            return None

    def hear(self) -> None:
        """Take note of the beats that have come."""
        self.silence = 0.0
        with contextlib.suppress(BlockingIOError):
            while os.read(self.beats, 1 << 16):
                pass

    def is_ready(self) -> bool:
        """Wait until it has collected its checks; False when it is dead or stuck.

        Raises:
            MachineError: It cannot work here; says why.
        """
        answer = self.receive()
        if answer is None:
            return False
        if answer.error:
            raise MachineError(answer.error)
        with contextlib.suppress(ProcessLookupError):
            self._pidfd = os.pidfd_open(answer.pid)
        return True

    def kill(self) -> None:
        if self._pidfd >= 0:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)

    def close(self) -> None:
        self.connection.close()
        for fd in (self.beats, self._pidfd):
            if fd >= 0:
                os.close(fd)
        self.beats = self._pidfd = -1
