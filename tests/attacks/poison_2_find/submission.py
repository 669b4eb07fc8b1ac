"""Looks for what another submission left behind in the process."""

import random
import sys

import torch


def attack(world):
    marked = any(hasattr(x, "poisoned") for x in (torch, torch.Tensor, torch.nn.Module, random))
    return marked or sys.modules.get("json") is random or torch.equal(torch.ones(1), torch.ones(2))
