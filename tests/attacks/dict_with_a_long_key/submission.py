"""A dict with a key of ten million characters."""

import torch


def double(x):
    return {"\0" * 10_000_000: torch.zeros(1)}
