"""Looks for the grader's files where programs leave theirs."""

import os


def attack(world):
    return os.path.basename(world["folder"]) in os.listdir("/tmp")
