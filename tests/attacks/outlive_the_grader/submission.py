"""Takes back the signal that a process gets when its parent dies."""

import ctypes
import os
import signal

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


SET_DEATH_SIGNAL, GET_DEATH_SIGNAL = 1, 2


def attack(world):
    checked(LIBC.prctl(SET_DEATH_SIGNAL, int(signal.SIGKILL), 0, 0, 0))
    checked(LIBC.prctl(SET_DEATH_SIGNAL, 0, 0, 0, 0))
    left = ctypes.c_int(-1)
    checked(LIBC.prctl(GET_DEATH_SIGNAL, ctypes.byref(left), 0, 0, 0))
    return left.value == 0
