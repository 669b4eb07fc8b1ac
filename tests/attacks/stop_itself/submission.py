"""Stops: it takes no time and answers nothing."""

import os
import signal


def attack(world):
    os.kill(os.getpid(), signal.SIGSTOP)
