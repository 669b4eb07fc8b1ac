"""A fork bomb with a short fuse: twenty processes that sleep for three seconds."""

import ctypes
import os
import time

SET_NAME, PROCESSES = 15, 20


def attack(world):
    for _ in range(PROCESSES):
        if os.fork() == 0:
            os.setsid()
            ctypes.CDLL(None).prctl(SET_NAME, world["name"].encode(), 0, 0, 0)
            time.sleep(3)
            os._exit(0)
    time.sleep(0.3)
