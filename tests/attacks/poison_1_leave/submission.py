"""Leaves its process changed; poison_2_find looks whether the next submission gets it."""

import random
import sys

import torch


def attack(world):
    for place in (torch, torch.Tensor, torch.nn.Module, random):
        place.poisoned = True
    torch.allclose = torch.equal = lambda *_, **__: True
    sys.modules["json"] = sys.modules["math"] = random
