"""Reads a descriptor that it should not have inherited."""

import os


def attack(world):
    return os.pread(world["descriptor"], 100, 0)
