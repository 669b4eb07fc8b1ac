"""Has torch make a file in shared memory."""

import torch


def attack(world):
    return torch.ones(1000).share_memory_().is_shared()
