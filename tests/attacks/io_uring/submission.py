"""Asks for a ring of calls: what is done through it passes every system-call filter."""

import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


IO_URING_SETUP = 425  # on every architecture


def attack(world):
    parameters = (ctypes.c_char * 120)()
    return checked(LIBC.syscall(IO_URING_SETUP, 1, parameters)) > 0
