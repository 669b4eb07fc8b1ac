"""Takes private memory and uses the beginning of each piece, which is enough to hold it."""

import numpy as np

PIECE, PIECES = 64 << 20, 10


def attack(world):
    held = []
    for _ in range(PIECES):
        held.append(np.zeros(PIECE, dtype=np.uint8))
        held[-1][0] = 1
    return sum(map(len, held)) == PIECE * PIECES
