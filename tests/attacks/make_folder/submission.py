"""Leaves a folder behind."""

import os


def attack(world):
    os.mkdir(os.path.join(world["folder"], "made"))
