"""stack writes a new tensor and copies every number into it. A new axis of size 1 needs no copy:
the same memory is merely read with another shape. Look for an operation that returns a view.

stack 会新建一个张量,并把每个数都复制进去。添加大小为 1 的轴不需要复制:只是用另一种形状来读同一块内存。
请找一个返回视图的操作。
"""

import torch

FAILS = ("check_shares_memory",)


def as_batch(x, sample_ndim):
    if x.ndim == sample_ndim:
        return torch.stack([x])
    if x.ndim == sample_ndim + 1:
        return x
    raise ValueError("neither a sample nor a batch")
