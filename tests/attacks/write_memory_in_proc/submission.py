"""Writes to the memory of another process as to a file."""

import os


def attack(world):
    memory = os.open(f"/proc/{world['victim_pid']}/mem", os.O_RDWR)
    os.pwrite(memory, b"forged", world["victim_address"])
