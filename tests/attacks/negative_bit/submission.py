"""A view with the negative bit: its memory holds twice x, its values do not."""

import torch


def double(x):
    return torch.complex(x, 2 * x).conj().imag
