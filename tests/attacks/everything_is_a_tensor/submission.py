"""Replaces torch.Tensor by a class of which everything is an instance."""

import torch


class Meta(type):
    def __instancecheck__(cls, instance):
        return True


class Anything(metaclass=Meta):
    pass


torch.Tensor = Anything


class Shaped:
    def __init__(self, shape):
        self.shape = shape


def double(x):
    return Shaped(x.shape)
