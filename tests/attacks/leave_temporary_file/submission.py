"""Leaves a message for the next submission where everybody may write."""

import os


def attack(world):
    with open(os.path.join("/tmp", world["name"] + ".txt"), "w") as file:
        file.write("message")
