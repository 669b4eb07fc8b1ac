"""Signal 0 harms nobody, and tells whether the grader could be killed."""

import os


def attack(world):
    os.kill(world["grader_pid"], 0)
    return True
