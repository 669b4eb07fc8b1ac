"""Sends the signal together with a value, which is another call."""

import ctypes
import os
import signal

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def attack(world):
    checked(LIBC.sigqueue(world["victim_pid"], int(signal.SIGKILL), None))
