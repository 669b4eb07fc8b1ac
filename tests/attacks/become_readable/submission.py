"""Sets its dumpable mark: a core dump may go to a program that ignores the size limit."""

import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


SET_DUMPABLE, GET_DUMPABLE = 4, 3


def attack(world):
    checked(LIBC.prctl(SET_DUMPABLE, 0, 0, 0, 0))
    checked(LIBC.prctl(SET_DUMPABLE, 1, 0, 0, 0))
    return checked(LIBC.prctl(GET_DUMPABLE, 0, 0, 0, 0)) == 1
