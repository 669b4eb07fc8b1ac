"""Backdates a file, which Landlock does not restrict."""

import os


def attack(world):
    os.utime(world["victim_file"], (0, 0))
