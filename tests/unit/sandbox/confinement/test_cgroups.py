"""The cgroup of a submission; most of it needs one that was delegated to this process.

``systemd-run --user --scope -p Delegate=yes python -m pytest tests/unit/sandbox/confinement`` does.
"""

import contextlib
import mmap
import os
import signal
import socket
import subprocess
import sys

import pytest

from autograder.sandbox.confinement import cgroups

REASON = cgroups.enter()
delegated = pytest.mark.skipif(bool(REASON), reason=f"cgroup v2: {REASON}")
MIB = 1 << 20
TASKS = 8


@pytest.fixture
def member():
    """Return a function that runs an act in a new process, with a cgroup around it or without."""

    def run(act, limited=True):
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            os.setpgid(0, 0)
            theirs.recv(1)
            try:
                act()
            except OSError:
                os._exit(1)
            os._exit(0)
        cgroup = (
            cgroups.Cgroup(cgroups.delegated_folder(), pid, 64 * MIB, TASKS) if limited else None
        )
        ours.send(b".")
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        killed = cgroup is not None and cgroup.close()
        assert cgroup is None or not cgroup.path.exists()
        return code, killed

    return run


def hold(size):
    held = mmap.mmap(-1, size, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    for page in range(0, size, mmap.PAGESIZE):
        held[page] = 1
    return held


def hold_in_the_sum():
    """Four processes with 24 MiB each; each of them alone would be below the limit."""
    ready, full = os.pipe()
    for _ in range(4):
        if os.fork() == 0:
            held = hold(24 * MIB)
            os.write(full, b".")
            signal.pause()
            held.close()
    for _ in range(4):
        os.read(ready, 1)


def start_many():
    for _ in range(2 * TASKS):
        if os.fork() == 0:
            signal.pause()


@delegated
def test_processes_share_one_memory_limit(member):
    assert member(hold_in_the_sum, limited=False) == (0, False)
    assert member(lambda: hold(24 * MIB)) == (0, False)
    assert member(hold_in_the_sum) == (-signal.SIGKILL, True)


@delegated
def test_processes_share_one_number_of_tasks(member):
    assert member(start_many, limited=False) == (0, False)
    assert member(start_many) == (1, False)


def test_a_process_started_here_is_in_the_same_place():
    """Workers find what the grader has prepared; where it could not, they hear the same reason."""
    code = "from autograder.sandbox.confinement import cgroups; print(cgroups.enter())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == REASON
    assert (cgroups.delegated_folder() is None) == bool(REASON)
