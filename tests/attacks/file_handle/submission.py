"""Opens a file by its handle. That takes a privilege; the handle alone takes none."""

import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


class Handle(ctypes.Structure):
    _fields_ = (("size", ctypes.c_uint), ("kind", ctypes.c_int), ("data", ctypes.c_char * 128))


def attack(world):
    handle, mount = Handle(128), ctypes.c_int()
    path = world["secret_file"].encode()
    here = ctypes.byref(handle), ctypes.byref(mount)
    has_handle = LIBC.name_to_handle_at(-100, path, *here, 0) == 0
    folder = os.open("/", os.O_PATH)
    opened = LIBC.open_by_handle_at(folder, ctypes.byref(handle), os.O_RDONLY)
    if opened < 0 and not has_handle:
        checked(opened)
    return has_handle
