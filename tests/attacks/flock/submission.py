"""Locks a file: another process sees that it is locked, and that is one bit."""

import fcntl
import os


def attack(world):
    with open(os.__file__) as ours, open(os.__file__) as theirs:
        fcntl.flock(ours, fcntl.LOCK_EX | fcntl.LOCK_NB)
        try:
            fcntl.flock(theirs, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
