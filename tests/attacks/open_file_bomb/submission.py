"""Opens file after file."""

import os


def attack(world):
    return len([os.open(os.devnull, os.O_RDONLY) for _ in range(300)]) == 300
