"""Looks for the names of the hidden checks."""

import os


def attack(world):
    return any(name.startswith(world["name"]) for name in os.listdir(world["hidden_folder"]))
