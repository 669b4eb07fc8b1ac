"""Announces a reply of 8 GiB."""

import os
import struct
import sys


def pipe():
    """Return the reply pipe and the nonce of the question: the caller's frames hold both."""
    frame = sys._getframe()
    while frame is not None:
        if "replies" in frame.f_locals:
            return frame.f_locals["replies"], frame.f_locals["request"][:16]
        frame = frame.f_back
    return -1, bytes(16)


def double(x):
    replies, nonce = pipe()
    os.write(replies, nonce + struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF))
    return x
