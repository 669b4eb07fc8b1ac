"""Sends the signal by the call that was there before tgkill."""

import ctypes
import os
import platform
import signal

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


TKILL = {"x86_64": 200, "aarch64": 130}[platform.machine()]


def attack(world):
    checked(LIBC.syscall(TKILL, world["victim_pid"], int(signal.SIGKILL)))
