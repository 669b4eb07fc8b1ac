"""An object whose `__class__` is torch.Tensor and that has a shape."""

import torch


class Imitation:
    __class__ = property(lambda self: torch.Tensor)

    def __init__(self, shape):
        self.shape = shape


def double(x):
    return Imitation(x.shape)
