"""Asks for the size of a hidden file: that it exists is already something."""

import os


def attack(world):
    return os.stat(world["secret_file"]).st_size > 0
