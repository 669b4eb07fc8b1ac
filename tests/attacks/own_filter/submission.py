"""Installs a filter; one that hands its calls to a listener could answer them itself."""

import ctypes
import os
import platform
import struct

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


SECCOMP = {"x86_64": 317, "aarch64": 277}[platform.machine()]
SET_FILTER, NO_NEW_PRIVILEGES, GIVE_ALL = 1, 38, struct.pack("=HBBI", 6, 0, 0, 0x7FFF0000)


def attack(world):
    LIBC.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    code = ctypes.create_string_buffer(GIVE_ALL, len(GIVE_ALL))
    program = struct.pack("@HP", 1, ctypes.addressof(code))
    return checked(LIBC.syscall(SECCOMP, SET_FILTER, 0, program)) == 0
