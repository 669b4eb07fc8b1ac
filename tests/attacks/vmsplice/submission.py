"""Puts its own pages into a pipe, and can change them while another process reads them."""

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
    reader, writer = os.pipe()
    held = ctypes.create_string_buffer(b"pages")
    span = Span(ctypes.addressof(held), 5)
    checked(LIBC.vmsplice(writer, ctypes.byref(span), 1, 0))
    return os.read(reader, 5) == b"pages"
