"""Changes the tree of files. The mount call comes first on a path that does not exist: a kernel
that answers "no such file" has looked at it, a filter would have said that it is forbidden.
"""

import ctypes
import errno
import os

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


NEW_USER, NEW_MOUNTS, RECURSIVE, PRIVATE = 0x10000000, 0x20000, 1 << 14, 1 << 18


def attack(world):
    nowhere = os.path.join(world["folder"], "nowhere").encode()
    if LIBC.mount(b"none", nowhere, b"tmpfs", 0, None) < 0 and ctypes.get_errno() != errno.ENOENT:
        checked(-1)
    checked(LIBC.unshare(NEW_USER | NEW_MOUNTS))
    checked(LIBC.mount(b"none", b"/", None, RECURSIVE | PRIVATE, None))
    checked(LIBC.mount(b"none", world["hidden_folder"].encode(), b"tmpfs", 0, None))
    return os.listdir(world["hidden_folder"]) == []
