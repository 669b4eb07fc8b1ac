"""Passes a descriptor along, which moves rights between processes."""

import os
import socket


def attack(world):
    ours, theirs = socket.socketpair()
    socket.send_fds(ours, [b"x"], [os.open(os.devnull, os.O_RDONLY)])
    _, descriptors, _, _ = socket.recv_fds(theirs, 1, 1)
    return len(descriptors) == 1
