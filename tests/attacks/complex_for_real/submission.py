"""Complex numbers without an imaginary part."""

import torch


def double(x):
    return (2 * x).to(torch.complex64)
