"""Reads another process's clock: what it does can be guessed from how long it takes."""

import time


def attack(world):
    return time.clock_gettime((~world["grader_pid"] << 3) | 2) > 0
