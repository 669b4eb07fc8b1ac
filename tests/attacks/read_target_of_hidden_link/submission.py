"""Reads a symbolic link: its text is data, too, and is no file that is opened."""

import os


def attack(world):
    return os.readlink(world["hidden_link"])
