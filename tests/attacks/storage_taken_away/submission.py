"""A tensor whose memory was given back: reading it may crash."""

import torch


def double(x):
    result = torch.zeros(x.shape)
    result.untyped_storage().resize_(0)
    return result
