"""Makes a queue that stays when its process ends, for whoever knows the name."""

import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def attack(world):
    name = f"/{world['name']}".encode()
    checked(LIBC.mq_open(name, os.O_RDWR | os.O_CREAT, 0o666, None))
