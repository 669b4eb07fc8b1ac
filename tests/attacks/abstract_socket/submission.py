"""Connects to an abstract unix socket, to which no file permission applies."""

import socket


def attack(world):
    with socket.socket(socket.AF_UNIX) as out:
        out.connect("\0" + world["abstract_name"])
