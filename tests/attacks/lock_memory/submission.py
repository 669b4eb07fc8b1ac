"""Locks all memory that it is going to get."""

import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


FUTURE, ON_FAULT = 2, 4


def attack(world):
    checked(LIBC.mlockall(FUTURE | ON_FAULT))
    checked(LIBC.munlockall())
    return True
