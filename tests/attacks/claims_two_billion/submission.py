"""One number that claims to be 2**31: whoever copies it needs 8 GiB."""

import torch


def double(x):
    return torch.zeros(1).expand(1 << 31)
