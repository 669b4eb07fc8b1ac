"""Sleeps in most blocks: whoever waits for enough of them waits for ever."""

import time

import torch

last, blocks = 0.0, 0


def smooth(x):
    global last, blocks
    if len(x) == 4000 and time.perf_counter() - last > 0.002:
        blocks += 1
        if blocks != 5:  # one pair that is lost by little only
            time.sleep(3.4)
    result = slow(x)
    last = time.perf_counter()
    return result


def slow(x):
    for _ in range(8):
        result = x.cumsum(0) / torch.arange(1, len(x) + 1, dtype=x.dtype)
    return result
