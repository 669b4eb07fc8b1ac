"""Nests iterators so deeply that asking for the first element overflows the stack."""

import sys


def attack(world):
    sys.setrecursionlimit(1 << 30)
    nested = iter([1])
    for _ in range(200_000):
        nested = map(abs, nested)
    return next(nested) == 2
