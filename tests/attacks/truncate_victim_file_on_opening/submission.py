"""Asks to read a file, and to have it emptied on the way."""

import os


def attack(world):
    os.open(world["victim_file"], os.O_RDONLY | os.O_TRUNC)
