"""The result is a copy, as torch.stack, clone and torch.tensor make one: every number is written into
new memory. A new axis of size 1 needs none: the same memory is merely read with another shape. Look
for an operation that returns a view.

结果是一份复制,torch.stack、clone、torch.tensor 都会这样:每个数都写进了新的内存。添加大小为 1 的轴不需要
复制:只是用另一种形状来读同一块内存。请找一个返回视图的操作。
"""

import torch

FAILS = ("check_shares_memory",)


def as_batch(x, sample_ndim):
    if x.ndim == sample_ndim:
        return torch.stack([x])
    if x.ndim == sample_ndim + 1:
        return x
    raise ValueError("neither a sample nor a batch")
