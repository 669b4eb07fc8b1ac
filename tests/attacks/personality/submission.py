"""Changes its personality, so that addresses can be foretold."""

import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


FIXED_LAYOUT, ASK = 0x0040000, 0xFFFFFFFF


def attack(world):
    checked(LIBC.personality(FIXED_LAYOUT))
    return bool(LIBC.personality(ASK) & FIXED_LAYOUT)
