"""Connects to a service of this machine; any other address goes the same way."""

import socket


def attack(world):
    socket.create_connection(("127.0.0.1", world["tcp_port"]), 5).close()
