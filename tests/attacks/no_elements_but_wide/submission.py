"""No element, but a dimension of 2**40: summing it would take terabytes."""

import torch


def double(x):
    return torch.empty(0, 1 << 40)
