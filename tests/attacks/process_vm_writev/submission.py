"""Writes to the memory of another process of the same user."""

import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


class Span(ctypes.Structure):
    _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))


def attack(world):
    buffer = ctypes.create_string_buffer(b"forged")
    here = Span(ctypes.addressof(buffer), 6)
    there = Span(world["victim_address"], 6)
    pid = world["victim_pid"]
    checked(LIBC.process_vm_writev(pid, ctypes.byref(here), 1, ctypes.byref(there), 1, 0))
