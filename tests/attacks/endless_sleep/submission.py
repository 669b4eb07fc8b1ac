"""Waits for ever."""

import time


def attack(world):
    while True:
        time.sleep(1000)
