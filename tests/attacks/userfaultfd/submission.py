"""Handles its own page faults."""

import ctypes
import os
import platform

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


USERFAULTFD = {"x86_64": 323, "aarch64": 282}[platform.machine()]
USER_MODE_ONLY = 1


def attack(world):
    return checked(LIBC.syscall(USERFAULTFD, USER_MODE_ONLY)) > 0
