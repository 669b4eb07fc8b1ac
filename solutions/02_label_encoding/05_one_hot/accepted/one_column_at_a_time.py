import torch


def one_hot(y, k):
    if torch.any(y < 0) or torch.any(y > k - 1):
        raise ValueError(f"labels must be 0 .. {k - 1}")
    return torch.stack([(y == c).to(torch.float32) for c in range(k)], dim=1)
