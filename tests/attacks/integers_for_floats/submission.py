"""Integers in place of floats."""

import torch


def double(x):
    return (2 * x).to(torch.int64)
