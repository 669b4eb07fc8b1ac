"""60 MiB in every reply."""

import torch

LARGE = torch.zeros(15 << 20)


def double(x):
    return LARGE
