"""Removes a file that is open to everybody."""

import os


def attack(world):
    os.remove(world["victim_file"])
