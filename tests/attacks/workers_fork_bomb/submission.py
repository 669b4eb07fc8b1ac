"""A process of a profile that may fork forks, hides its children in new sessions and dies."""

import ctypes
import os
import time


def attack(world):
    for _ in range(20):
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                ctypes.CDLL(None).prctl(15, world["name"].encode())
                time.sleep(3)
            os._exit(0)
    time.sleep(0.3)
    os._exit(0)
