"""More digits than were asked for."""

import torch


def double(x):
    return 2 * x.to(torch.float64)
