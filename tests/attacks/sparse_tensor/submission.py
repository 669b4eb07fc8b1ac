"""A sparse tensor without any entry."""

import torch


def double(x):
    return torch.zeros(x.shape).to_sparse()
