"""Spreads memory over processes that nobody is the parent of any more."""

import ctypes
import mmap
import os
import time

BYTES, ORPHANS = 400 << 20, 3


def hold(ready):
    held = mmap.mmap(-1, BYTES, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    held.madvise(mmap.MADV_HUGEPAGE)  # full before its CPU time is spent
    ctypes.memset(ctypes.addressof(ctypes.c_char.from_buffer(held)), 1, BYTES)
    os.write(ready, b".")
    time.sleep(2)  # long enough to be looked at


def attack(world):
    answers, ready = os.pipe()
    for _ in range(ORPHANS):
        parent = os.fork()
        if parent == 0:
            if os.fork() == 0:
                hold(ready)
            os._exit(0)
        os.waitpid(parent, 0)
    os.close(ready)
    full = 0
    while len(os.read(answers, 1)):
        full += 1
    return full == ORPHANS
