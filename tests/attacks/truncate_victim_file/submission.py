"""Cuts a file off by its path; older Landlocks do not know this call."""

import os


def attack(world):
    os.truncate(world["victim_file"], 0)
