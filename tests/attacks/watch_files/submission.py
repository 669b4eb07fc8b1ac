"""Watches a file that others read, too: what one submission opens another one can see."""

import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


OPENED = 0x20


def attack(world):
    watcher = checked(LIBC.inotify_init1(os.O_NONBLOCK))
    checked(LIBC.inotify_add_watch(watcher, os.__file__.encode(), OPENED))
    with open(os.__file__):
        return len(os.read(watcher, 4096)) > 0
