"""Asks how the machine's clock is adjusted, by the call that would also adjust it."""

import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def attack(world):
    nothing_to_change = ctypes.create_string_buffer(512)
    return checked(LIBC.adjtimex(nothing_to_change)) >= 0
