"""Stops another process of the same user."""

import os
import signal


def attack(world):
    os.kill(world["victim_pid"], signal.SIGSTOP)
