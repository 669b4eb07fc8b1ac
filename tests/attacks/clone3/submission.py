"""Makes a process by the call whose arguments no system-call filter can read."""

import ctypes
import os
import signal

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


CLONE3 = 435  # on every architecture


def attack(world):
    arguments = (ctypes.c_uint64 * 11)()
    arguments[4] = int(signal.SIGCHLD)
    child = checked(LIBC.syscall(CLONE3, arguments, ctypes.sizeof(arguments)))
    if child == 0:
        os._exit(0)
    return os.waitpid(child, 0) == (child, 0)
