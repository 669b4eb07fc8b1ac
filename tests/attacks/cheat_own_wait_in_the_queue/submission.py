"""Works in threads while the first one stands in the queue for a processor."""

import os
import threading

import torch


def smooth(x):
    if len(x) < 4000:
        return slow(x)
    results = []
    threads = [threading.Thread(target=lambda: results.append(slow(x))) for _ in range(2)]
    for thread in threads:
        thread.start()
    while len(results) < 2:
        os.sched_yield()
    return results[0]


def slow(x):
    for _ in range(8):
        result = x.cumsum(0) / torch.arange(1, len(x) + 1, dtype=x.dtype)
    return result
