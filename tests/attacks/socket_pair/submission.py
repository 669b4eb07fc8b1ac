"""Makes two sockets: the beginning of passing descriptors around."""

import socket


def attack(world):
    ours, theirs = socket.socketpair()
    ours.sendall(b"hello")
    return theirs.recv(5) == b"hello"
