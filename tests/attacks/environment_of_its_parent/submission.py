"""Reads the environment of the process that started this one."""

import os


def attack(world):
    with open(f"/proc/{os.getppid()}/environ", "rb") as file:
        return file.read()
