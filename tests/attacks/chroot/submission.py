"""Changes its root folder, as root of a user namespace where it must."""

import contextlib
import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


NEW_USER = 0x10000000


def attack(world):
    with contextlib.suppress(PermissionError):
        os.chroot(world["hidden_folder"])
        return os.path.exists("/" + os.path.basename(world["secret_file"]))
    checked(LIBC.unshare(NEW_USER))
    os.chroot(world["hidden_folder"])
    return os.path.exists("/" + os.path.basename(world["secret_file"]))
