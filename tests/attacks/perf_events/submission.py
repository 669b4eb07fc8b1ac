"""Measures what the processor does. Where even that is for root only the kernel says "access
denied" (13), which is not the filter's "not permitted" (1).
"""

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


PERF_EVENT_OPEN = {"x86_64": 298, "aarch64": 241}[platform.machine()]
SOFTWARE, SIZE, USER_ONLY = 1, 112, 1 << 5


def attack(world):
    wanted = struct.pack("=IIQQQQQ", SOFTWARE, SIZE, 0, 0, 0, 0, USER_ONLY)
    attributes = ctypes.create_string_buffer(wanted, SIZE)
    here, any_processor, alone, flags = 0, -1, -1, 0
    counter = LIBC.syscall(PERF_EVENT_OPEN, attributes, here, any_processor, alone, flags)
    if counter < 0 and ctypes.get_errno() == errno.EACCES:
        return True
    return len(os.read(checked(counter), 8)) == 8
