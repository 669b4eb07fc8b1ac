"""Talks to the kernel's network configuration."""

import socket
import struct

GET_LINKS, ALL_OF_THEM = 18, 0x301


def attack(world):
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as kernel:
        kernel.bind((0, 0))
        question = struct.pack("=IHHIIBxHiII", 32, GET_LINKS, ALL_OF_THEM, 1, 0, 0, 0, 0, 0, 0)
        kernel.send(question)
        return b"lo\0" in kernel.recv(1 << 16)
