"""Asks for the watcher that can see what happens on a whole file system."""

import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


REPORT_HANDLES = 0x200  # with it the watcher is open to ordinary users


def attack(world):
    return checked(LIBC.fanotify_init(REPORT_HANDLES, 0)) > 0
