"""Makes a file without a name."""

import os


def attack(world):
    memory = os.memfd_create("hidden")
    return os.write(memory, b"held") == 4
