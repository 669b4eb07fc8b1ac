"""Asks to be told before anybody else writes to a file."""

import fcntl
import os


def attack(world):
    with open(os.__file__) as file:
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        held = fcntl.fcntl(file, fcntl.F_GETLEASE)
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)
        return held == fcntl.F_RDLCK
