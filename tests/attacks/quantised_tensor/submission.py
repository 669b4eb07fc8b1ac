"""A quantised tensor, whose integers mean what its scale says."""

import torch


def double(x):
    return torch.quantize_per_tensor(torch.zeros(x.shape), 0.1, 0, torch.qint8)
