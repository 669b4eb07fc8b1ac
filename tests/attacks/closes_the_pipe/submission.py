"""Closes every file and goes on living."""

import os
import time


def double(x):
    os.closerange(0, 64)
    while True:
        time.sleep(1)
