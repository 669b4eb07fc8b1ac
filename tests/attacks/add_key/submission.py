"""Stores a key where every process of the user finds it; takes it away again."""

import ctypes
import os
import platform

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


ADD_KEY, KEYCTL = {"x86_64": (248, 250), "aarch64": (217, 219)}[platform.machine()]
OF_USER, INVALIDATE, SEARCH = -4, 21, 10


def attack(world):
    kind, name = b"user", world["name"].encode()
    key = checked(LIBC.syscall(ADD_KEY, kind, name, b"message", 7, OF_USER))
    found = LIBC.syscall(KEYCTL, SEARCH, OF_USER, kind, name, 0)
    LIBC.syscall(KEYCTL, INVALIDATE, key)
    return found == key
