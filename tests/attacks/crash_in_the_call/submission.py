"""Reads address 0 in the call."""

import ctypes


def double(x):
    return ctypes.string_at(0)
