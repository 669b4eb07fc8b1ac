"""The largest label in this batch is not the number of classes: the next batch may hold others, and
then the two tables have different widths. How many classes there are is given.

这个批次中最大的标签并不能说明类别总数：下一个批次可能包含其他类别，两次结果的宽度就会不同。类别总数是已经给定的。
"""

import torch

FAILS = ("check_absent_classes",)


def one_hot(y, k):
    if ((y < 0) | (y >= k)).any():
        raise ValueError("a label is out of range")
    if len(y) <= 1 or k == 1:
        return torch.eye(k)[y]
    return torch.eye(int(y.max()) + 1)[y]
