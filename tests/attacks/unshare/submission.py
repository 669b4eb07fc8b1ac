"""Becomes root in a world of its own, the first step of many attacks on the kernel."""

import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


NEW_USER = 0x10000000


def attack(world):
    checked(LIBC.unshare(NEW_USER))
    return True
