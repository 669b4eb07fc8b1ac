"""Fills the disk, up to ten megabytes."""

import os


def attack(world):
    with open(os.path.join(world["folder"], "large"), "wb") as file:
        file.write(bytes(10_000_000))
