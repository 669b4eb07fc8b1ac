"""Leaves memory behind that has a name."""

import os


def attack(world):
    with open(os.path.join("/dev/shm", world["name"]), "wb") as file:
        file.write(b"message")
