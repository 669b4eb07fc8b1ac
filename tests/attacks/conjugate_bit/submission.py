"""A lazy conjugate of the right values, halved: its memory holds something else."""

import torch


def double(x):
    return torch.complex(x, x).conj().real
