"""Fails in another way in every call: returns, raises, gives nonsense."""

WAYS = [0]


def double(x):
    WAYS[0] += 1
    if WAYS[0] % 3:
        raise (ValueError, KeyError)[WAYS[0] % 3 - 1](WAYS[0])
    return WAYS
