"""Sends the signal to a thread of the other process instead of to the process."""

import ctypes
import os
import signal

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def attack(world):
    checked(LIBC.tgkill(world["victim_pid"], world["victim_pid"], int(signal.SIGKILL)))
