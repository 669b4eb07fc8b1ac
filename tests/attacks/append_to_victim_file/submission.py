"""Appends to a file that is open to everybody."""

import os


def attack(world):
    file = os.open(world["victim_file"], os.O_WRONLY | os.O_APPEND)
    os.write(file, b"full marks\n")
