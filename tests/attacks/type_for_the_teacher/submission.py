"""Pushes characters into a terminal. The call comes first on a pipe, which is none: a kernel that
says so has looked at it. Newer kernels refuse in the end (5) what they have looked at.
"""

import errno
import fcntl
import os
import termios


def attack(world):
    reader, _writer = os.pipe()
    try:
        fcntl.ioctl(reader, termios.TIOCSTI, b"x")
    except OSError as error:
        if error.errno != errno.ENOTTY:
            raise
    _outside, terminal = os.openpty()
    os.setsid()
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    try:
        for letter in (b"o", b"k", b"\n"):
            fcntl.ioctl(terminal, termios.TIOCSTI, letter)
    except OSError as error:
        return error.errno == errno.EIO
    return os.read(terminal, 3) == b"ok\n"
