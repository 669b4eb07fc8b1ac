"""Makes a map for kernel programs. Where only root may do that, a question about one that does not
exist shows that the call is open: the kernel says "no such file" then.
"""

import contextlib
import ctypes
import errno
import os
import platform
import struct

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


BPF = {"x86_64": 321, "aarch64": 280}[platform.machine()]
MAP_CREATE, OBJECT_GET, ARRAY = 0, 7, 2


def bpf(command, attributes):
    padded = ctypes.create_string_buffer(attributes, 128)
    return checked(LIBC.syscall(BPF, command, padded, 128))


def attack(world):
    with contextlib.suppress(PermissionError):
        return bpf(MAP_CREATE, struct.pack("=4I", ARRAY, 4, 4, 1)) > 0
    path = ctypes.create_string_buffer(os.path.join(world["folder"], "nowhere").encode())
    try:
        bpf(OBJECT_GET, struct.pack("=Q", ctypes.addressof(path)))
    except OSError as error:
        if error.errno != errno.ENOENT:
            raise
    return True
