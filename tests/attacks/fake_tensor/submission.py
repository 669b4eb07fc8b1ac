"""A FakeTensor: it has a shape and a dtype and no values."""

import torch
from torch._subclasses.fake_tensor import FakeTensorMode


def double(x):
    with FakeTensorMode():
        return torch.empty(x.shape)
