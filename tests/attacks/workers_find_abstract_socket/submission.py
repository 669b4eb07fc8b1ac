"""Local sockets are allowed in a network of one's own: looks for the neighbour's."""

import socket


def attack(world):
    with socket.socket(socket.AF_UNIX) as client:
        client.connect("\0" + world["abstract_name"])
