"""Asks for a permission, which tells whether the file exists."""

import os


def attack(world):
    return os.access(world["secret_file"], os.F_OK)
