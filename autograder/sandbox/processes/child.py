"""The confined child's loop: read a request, answer it with a value."""

from __future__ import annotations

import asyncio
import os
import random
import struct
import sys
from types import ModuleType

from autograder.sandbox.processes import kernel
from autograder.sandbox.processes.server import Server

NONCE_BYTES = 16
SELFCHECK = "autograder.selfcheck"
_HEADER = struct.Struct("<II")
_HEAD_BYTES = NONCE_BYTES + _HEADER.size
# Taken now: a submission can put something else in their places.
_read_some, _write_some = os.read, os.write


def settle(*, compiles: bool) -> None:
    """Give the forked child a silent terminal, known random states and what a kernel has.

    Args:
        compiles: Whether `torch.compile` can run a compiler; elsewhere what it is given runs as
            it is, with the same values.
    """
    import numpy
    import torch

    null = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1):
        os.dup2(null, fd)
    torch.manual_seed(0)
    numpy.random.seed(0)
    random.seed(0)
    if not compiles:
        torch.compiler.set_stance("force_eager")
    asyncio.set_event_loop_policy(kernel.Policy())
    kernel.start()
    sys.modules[SELFCHECK] = _silent_selfcheck()


def _silent_selfcheck() -> ModuleType:
    """Return what stands for our self-check where a submission is graded: its calls do nothing."""
    module = ModuleType(SELFCHECK)
    vars(module).update(dict.fromkeys(("check", "check_file"), lambda *_, **__: None))
    vars(sys.modules[SELFCHECK.partition(".")[0]])["selfcheck"] = module
    return module


def serve(requests: int, replies: int) -> None:
    """Answer requests until the grader closes the pipe."""
    server = Server(kernel.MAIN)
    while request := _read(requests):
        # The nonce shows that an answer was not written before its question. It is no secret from
        # the submission, whose every answer is a value of its own and nothing more.
        _write(replies, request[:NONCE_BYTES] + server.answer(request[NONCE_BYTES:]))


def _read(fd: int) -> bytes:
    """Return the next request, its nonce included; empty when the grader is gone."""
    parts, got, wanted = [], 0, _HEAD_BYTES
    while got < wanted:
        part = _read_some(fd, 1 << 20)
        if not part:
            return b""
        parts.append(part)
        got += len(part)
        if wanted == _HEAD_BYTES <= got:
            parts = [b"".join(parts)]
            wanted += sum(_HEADER.unpack_from(parts[0], NONCE_BYTES))
    return b"".join(parts)


def _write(fd: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[_write_some(fd, view) :]
