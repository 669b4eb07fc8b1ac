"""A view whose elements overlap, made by as_strided."""

import torch


def double(x):
    return torch.arange(8.0).as_strided(x.shape, (1,) * x.dim())
