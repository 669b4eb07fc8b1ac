"""Opens a port that everybody on this machine can connect to."""

import socket


def attack(world):
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), 5).close()
        return True
