"""Sends what it knows in a datagram: no connection is needed for that."""

import socket


def attack(world):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.sendto(b"what was learned", ("127.0.0.1", world["udp_port"]))
