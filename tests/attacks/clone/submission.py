"""Makes a process past the C library's fork, and past any patch of it."""

import ctypes
import os
import platform
import signal

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


CLONE = {"x86_64": 56, "aarch64": 220}[platform.machine()]


def attack(world):
    child = checked(LIBC.syscall(CLONE, int(signal.SIGCHLD), 0, 0, 0, 0))
    if child == 0:
        os._exit(0)
    return os.waitpid(child, 0) == (child, 0)
