"""Sleeps once in each block: whoever waits for enough blocks waits for ever."""

import time

import torch

last = 0.0


def smooth(x):
    global last
    if len(x) == 4000 and time.perf_counter() - last > 0.002:
        time.sleep(3.2)
    result = slow(x)
    last = time.perf_counter()
    return result


def slow(x):
    for _ in range(8):
        result = x.cumsum(0) / torch.arange(1, len(x) + 1, dtype=x.dtype)
    return result
