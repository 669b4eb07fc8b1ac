"""Signal 0 to all: with another signal this would end every process of the user."""

import os


def attack(world):
    os.kill(-1, 0)
    return True
