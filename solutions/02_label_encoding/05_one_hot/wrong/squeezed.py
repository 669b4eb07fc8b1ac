"""`squeeze` removes every axis of size 1, and with a single sample or a single class that is an
axis you need. Name the axis you want to remove, or do not create it.

`squeeze` 会去掉所有大小为 1 的轴；只有一个样本或一个类别时，去掉的正是需要保留的轴。应当指明要去掉哪个轴，或者一开始就不要产生多余的轴。
"""

import torch

FAILS = ("check_one_row_or_column",)


def one_hot(y, k):
    if ((y < 0) | (y >= k)).any():
        raise ValueError("a label is out of range")
    out = torch.eye(k)[y].squeeze()
    return out if len(y) else torch.zeros(0, k)
