"""Answers at random, so that no two runs of a check agree."""

import random

import torch


def double(x):
    random.seed()
    return torch.full(x.shape, random.random())
