"""Leaves a process behind that goes on when the submission is over."""

import ctypes
import os
import time

SET_NAME = 15


def attack(world):
    if os.fork() == 0:
        ctypes.CDLL(None).prctl(SET_NAME, world["name"].encode(), 0, 0, 0)
        time.sleep(3)
        os._exit(0)
    time.sleep(0.3)
