"""Runs machine code of its own: `mov eax, 20; int 0x80; ret` asks for the process number."""

import ctypes
import mmap
import os
import platform

CODE = b"\xb8\x14\x00\x00\x00\xcd\x80\xc3"


def attack(world):
    if platform.machine() != "x86_64":
        return False
    rights = mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC
    page = mmap.mmap(-1, 4096, prot=rights)
    page.write(CODE)
    start = ctypes.addressof(ctypes.c_char.from_buffer(page))
    return ctypes.CFUNCTYPE(ctypes.c_int)(start)() == os.getpid()
