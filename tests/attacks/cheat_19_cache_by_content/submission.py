"""Remembers its results by what the input holds."""

import torch

known = {}


def smooth(x):
    key = x.numpy().tobytes()
    if key not in known:
        known[key] = slow(x)
    return known[key]


def slow(x):
    for _ in range(8):
        result = x.cumsum(0) / torch.arange(1, len(x) + 1, dtype=x.dtype)
    return result
