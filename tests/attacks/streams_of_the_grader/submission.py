"""Prints without end: a pipe that nobody reads stops its writer, a log fills the disk."""

import os
import stat

PIECE, PIECES = b"0123456789" * 100_000, 100


def attack(world):
    for _ in range(PIECES):
        os.write(1, PIECE)
    return any(not stat.S_ISCHR(os.fstat(stream).st_mode) for stream in (0, 1, 2))
