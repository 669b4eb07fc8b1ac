"""Emptying os.environ moves pointers only; the text stays at the end of the first stack."""

import ctypes


def attack(world):
    libc = ctypes.CDLL(None)
    start = ctypes.c_void_p.in_dll(libc, "program_invocation_name").value
    end = (start | 0xFFF) - 7
    libc.getauxval.restype = ctypes.c_ulong
    name_of_program = libc.getauxval(31)  # AT_EXECFN: the last text up there
    return ctypes.string_at(start, max(end, name_of_program) - start)
