"""Asks which Landlock there is: rules could not be widened, but they are kernel code to attack."""

import ctypes
import errno
import os

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


CREATE_RULESET = 444  # on every architecture


def attack(world):
    version = LIBC.syscall(CREATE_RULESET, None, 0, 1)
    if version < 0 and ctypes.get_errno() in (errno.ENOSYS, errno.EOPNOTSUPP):
        return True  # the kernel has none, and said so itself
    return checked(version) > 0
