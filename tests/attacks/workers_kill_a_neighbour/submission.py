"""Signals are allowed in a process tree of one's own: tries them on the neighbour."""

import os
import signal


def attack(world):
    os.kill(world["victim_pid"], signal.SIGKILL)
