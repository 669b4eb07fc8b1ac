"""Ends as a failed assertion in C does, with a core dump where one is allowed."""

import os


def attack(world):
    os.abort()
