"""Reads whatever it has inherited, without knowing the number."""

import contextlib
import os


def attack(world):
    found = b""
    for descriptor in range(1024):
        with contextlib.suppress(OSError):
            found += os.pread(descriptor, 100, 0)
    return found
