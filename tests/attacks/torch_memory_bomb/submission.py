"""Asks torch for a tensor that is too large, and uses its last number."""

import torch

NUMBERS = 160 << 20


def attack(world):
    held = torch.empty(NUMBERS)
    held[-1] = 1
    return held.nbytes == 640 << 20
