"""Asks for a socket of a rare kind; that the kernel lacks the kind is an answer, too."""

import errno
import socket


def attack(world):
    try:
        socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM).close()
    except OSError as error:
        if error.errno != errno.EAFNOSUPPORT:
            raise
    return True
