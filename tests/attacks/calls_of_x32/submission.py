"""Sets the bit that marks a call of another table."""

import ctypes
import os

X32, GETPID = 0x40000000, 39


def attack(world):
    return ctypes.CDLL(None).syscall(X32 | GETPID) == os.getpid()
