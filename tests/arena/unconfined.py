"""The positive control: the same zygote and the same child, without any confinement.

Limits of CPU time, file size and open files stay, so that an attack that works harms nobody.
"""

from __future__ import annotations

import contextlib
import os
import resource
import socket
import subprocess
import sys

from autograder.sandbox.confinement import confine
from autograder.sandbox.processes import zygote
from autograder.sandbox.processes.host import Host


def _prepare(profile: str, in_namespaces: bool = False) -> str:
    return profile


def _apply(confinement: str, policy, keep_fds: tuple[int, ...] = ()) -> None:
    for kind, most in (
        (resource.RLIMIT_CPU, 10),
        (resource.RLIMIT_FSIZE, 64 << 20),
        (resource.RLIMIT_NOFILE, 512),
        (resource.RLIMIT_AS, 6 << 30),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


class Unconfined(Host):
    """A `Host` whose children are not confined at all.

    Args:
        descriptors: Open files that its children inherit, as from a careless grader.
    """

    def __init__(self, environment: dict[str, str], descriptors: tuple[int, ...] = ()):
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.arena.unconfined", "S0", str(theirs.fileno())],
            pass_fds=(theirs.fileno(), *descriptors),
            env={**os.environ, **zygote.ENVIRONMENT, **environment, "TMPDIR": "/tmp"},
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        theirs.close()
        super().__init__("S2", zygote=ours)
        self._zygote = process


if __name__ == "__main__":
    confine.prepare, confine.apply = _prepare, _apply
    zygote._tree_for = lambda policy: contextlib.nullcontext()
    zygote.main()
