"""Renames a file."""

import os


def attack(world):
    os.rename(world["victim_file"], os.path.join(world["folder"], "moved"))
