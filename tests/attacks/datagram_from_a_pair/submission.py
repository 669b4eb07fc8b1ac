"""A socket of a pair can send to others, too, if it is one for datagrams."""

import socket


def attack(world):
    ours, _theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    ours.sendto(b"what was learned", world["datagram_path"])
