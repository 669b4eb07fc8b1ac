"""The few Linux calls that the standard library does not wrap, and acts tried in a forked child."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import functools
import os
import platform
import select
import signal
import sys
from collections.abc import Callable

from autograder.sandbox.confinement import syscall_numbers

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38
PR_CAPBSET_DROP, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 24, 47, 4
_TRIAL_PASSED = b"\0"


def supported() -> bool:
    """Say whether this is Linux on an architecture whose system-call numbers are known."""
    return sys.platform == "linux" and platform.machine() in syscall_numbers.ARCHITECTURES


@functools.cache
def _libc() -> ctypes.CDLL:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    return libc


def call(name: str, *arguments: int | bytes | None) -> int:
    """Make one system call; `bytes` are passed as a pointer to memory the kernel only reads.

    Raises:
        OSError: The call failed; the error's filename is the call's name.
    """
    number = syscall_numbers.number(name, platform.machine())
    if number is None:  # what the kernel says of a call that this architecture has not
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), name)
    passed = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return _checked(_libc().syscall(ctypes.c_long(number), *passed), name)


def current_cpu() -> int:
    """Return the number of the CPU that this thread runs on now."""
    return _checked(_libc().sched_getcpu(), "sched_getcpu")


def prctl(option: int, *arguments: int) -> int:
    """Call ``prctl``; its missing arguments are 0, as the kernel demands of some options."""
    padded = (*arguments, 0, 0, 0, 0)[:4]
    result = _libc().prctl(ctypes.c_int(option), *map(ctypes.c_ulong, padded))
    return _checked(result, f"prctl {option}")


def _checked(result: int, name: str) -> int:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), name)
    return result


def drop_bounding_capabilities() -> None:
    """Let no later ``execve`` gain a capability, as far as the caller may decide that.

    What a program file gives is cut to this set (capabilities(7)).
    """
    with contextlib.suppress(OSError):  # without the right to do it, or after the last capability
        for capability in range(64):
            prctl(PR_CAPBSET_DROP, capability)


def drop_capabilities() -> None:
    """Empty every capability set of the calling thread but the bounding one."""
    with contextlib.suppress(OSError):  # there is no ambient set before Linux 4.3
        prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    version_3, this_thread = 0x20080522, 0  # capset(2): two blocks of three 32-bit sets
    header = version_3.to_bytes(4, sys.byteorder) + this_thread.to_bytes(4, sys.byteorder)
    call("capset", header, bytes(24))


def try_in_fork(act: Callable[[], object], seconds: float = 20.0) -> str:
    """Do `act` in a forked child, which ends with it; this process is left as it was.

    Returns:
        ``""`` if `act` returned, else why not: its exception, its signal, or the time limit.
    """
    receiver, sender = os.pipe()
    child = os.fork()
    if child == 0:
        _report(act, sender)
    os.close(sender)
    try:
        return _reason(receiver, child, seconds)
    finally:
        os.close(receiver)


def _report(act: Callable[[], object], sender: int) -> None:
    try:
        act()
        os.write(sender, _TRIAL_PASSED)
    except BaseException as error:
        os.write(sender, f"{type(error).__name__}: {error}".encode()[:4000])
    finally:
        os._exit(0)  # what the parent left to be done at its end is the parent's


def _reason(receiver: int, child: int, seconds: float) -> str:
    ready, _, _ = select.select([receiver], [], [], seconds)
    said = os.read(receiver, 4096) if ready else b""
    if not ready:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if said:
        return "" if said == _TRIAL_PASSED else said.decode(errors="replace")
    if not ready:
        return f"no answer within {seconds:g} s"
    return f"ended with status {os.waitstatus_to_exitcode(status)}"
