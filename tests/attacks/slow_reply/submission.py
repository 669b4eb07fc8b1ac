"""Sends its reply byte by byte, never silent for long, for ten seconds."""

import os
import struct
import sys
import time


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
    os.write(replies, nonce + struct.pack("<II", 1 << 20, 0))
    for _ in range(1000):
        os.write(replies, b"\x90")
        time.sleep(0.01)
    return x
