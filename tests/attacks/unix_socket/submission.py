"""Connects to a unix socket that is open to everybody."""

import socket


def attack(world):
    with socket.socket(socket.AF_UNIX) as out:
        out.connect(world["unix_path"])
