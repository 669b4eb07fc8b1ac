"""Maps the hidden file from C++: guards around Python's open() do not see it."""

import torch


def attack(world):
    size = len("ANSWER = '") + world["secret_length"]
    held = torch.from_file(world["secret_file"], shared=False, size=size, dtype=torch.uint8)
    return bytes(held.tolist())
