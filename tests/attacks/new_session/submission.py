"""Starts a session of its own."""

import os


def attack(world):
    os.setsid()
    return os.getpgrp() == os.getpid()
