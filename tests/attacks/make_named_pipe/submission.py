"""Leaves a pipe behind that other processes can open by its name."""

import os


def attack(world):
    os.mkfifo(os.path.join(world["folder"], "pipe"))
