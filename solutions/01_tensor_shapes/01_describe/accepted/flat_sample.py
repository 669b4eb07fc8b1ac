import torch


def describe(x, batched):
    if not batched:
        x = x.unsqueeze(0)
    elif x.ndim == 0:
        raise ValueError("a 0-D tensor is no batch")
    sample = torch.empty(x.shape[1:], device="meta")
    return {
        "ndim": x.ndim if batched else x.ndim - 1,
        "sample_shape": tuple(int(size) for size in sample.shape),
        "n_features": sample.flatten().shape[0],
        "n_samples": len(x),
    }
