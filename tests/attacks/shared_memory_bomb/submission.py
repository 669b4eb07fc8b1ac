"""Takes shared memory without a name and uses every sixteenth page of it."""

import mmap

PIECE, PIECES = 64 << 20, 10


def attack(world):
    held = []
    for _ in range(PIECES):
        held.append(mmap.mmap(-1, PIECE))
        for page in range(0, PIECE, 16 * mmap.PAGESIZE):
            held[-1][page] = 1
    return len(held) == PIECES
