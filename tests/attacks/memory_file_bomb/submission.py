"""Fills nameless files: 160 MiB that are part of no process."""

import os

PIECE, PIECES = bytes(32 << 20), 5


def attack(world):
    files = [os.memfd_create("held") for _ in range(PIECES)]
    return sum(os.write(file, PIECE) for file in files) == len(PIECE) * PIECES
