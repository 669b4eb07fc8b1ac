"""Fills the disk with a file that nobody can find and remove."""

import os


def attack(world):
    file = os.open(world["folder"], os.O_TMPFILE | os.O_RDWR)
    return os.write(file, bytes(10_000_000)) == 10_000_000
