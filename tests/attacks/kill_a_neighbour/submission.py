"""Kills another process of the same machine."""

import os
import signal


def attack(world):
    os.kill(world["victim_pid"], signal.SIGKILL)
