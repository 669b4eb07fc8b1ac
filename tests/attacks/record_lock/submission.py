"""Locks one byte: another process can ask which bytes are locked, and that is a message."""

import fcntl
import os
import struct

GET, SET = 36, 37  # of locks that belong to the open file
LOCK = "hhqqi4x"


def attack(world):
    with open(os.__file__) as ours, open(os.__file__) as theirs:
        fcntl.fcntl(ours, SET, struct.pack(LOCK, fcntl.F_RDLCK, os.SEEK_SET, 7, 1, 0))
        question = struct.pack(LOCK, fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
        kind, _, start, length, _ = struct.unpack(LOCK, fcntl.fcntl(theirs, GET, question))
        return (kind, start, length) == (fcntl.F_RDLCK, 7, 1)
