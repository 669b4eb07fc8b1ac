"""Asks for a keyring of its own process, where a session's secrets can be linked to."""

import ctypes
import os
import platform

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


KEYCTL = {"x86_64": 250, "aarch64": 219}[platform.machine()]
GET_KEYRING, OF_PROCESS, CREATE = 0, -2, 1


def attack(world):
    return checked(LIBC.syscall(KEYCTL, GET_KEYRING, OF_PROCESS, CREATE)) > 0
