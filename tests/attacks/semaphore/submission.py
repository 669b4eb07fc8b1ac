"""Makes a counter that stays when its process ends, for whoever knows the key."""

import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


CREATE = 0o1000 | 0o666


def attack(world):
    checked(LIBC.semget(world["ipc_key"], 1, CREATE))
