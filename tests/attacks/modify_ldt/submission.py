"""Writes an empty entry into the table of segments, which only x86 has."""

import ctypes
import os
import platform
import struct

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


MODIFY_LDT = {"x86_64": 154}[platform.machine()]
WRITE, NOT_PRESENT_AND_EMPTY = 0x11, 0x28


def attack(world):
    entry = struct.pack("=4I", 0, 0, 0, NOT_PRESENT_AND_EMPTY)
    return checked(LIBC.syscall(MODIFY_LDT, WRITE, entry, len(entry))) == 0
