"""A list of six lists of six lists and so on: described part by part it grows."""

import torch


def double(x):
    result = torch.zeros(1)
    for _ in range(6):
        result = [torch.zeros(1), result, result, result, result, result]
    return result
