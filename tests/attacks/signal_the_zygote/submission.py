"""Signal 0 harms nobody, and tells whether the parent could be stopped or killed."""

import os


def attack(world):
    os.kill(os.getppid(), 0)
    return True
