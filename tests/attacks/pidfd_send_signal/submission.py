"""Sends the signal to a descriptor of the process instead of to its number."""

import os
import signal


def attack(world):
    try:
        process = os.pidfd_open(world["victim_pid"])
    except PermissionError:
        process = 0  # asks for the second call all the same
    signal.pidfd_send_signal(process, signal.SIGKILL)
