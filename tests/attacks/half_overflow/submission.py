"""float16 beyond its range: infinity by rounding."""

import torch


def double(x):
    return torch.full(x.shape, 1e9).half()
