"""Samples belong on the first axis. Here the classes do, so a layer would take each class for a
sample; with as many samples as classes not even the shape gives it away.

第一个轴应当是样本。这里却成了类别，网络层会把每个类别当成一个样本；当样本数恰好等于类别数时，连形状也看不出问题。
"""

import torch

FAILS = ("check_values", "check_absent_classes", "check_one_row_or_column", "check_empty")


def one_hot(y, k):
    if ((y < 0) | (y >= k)).any():
        raise ValueError("a label is out of range")
    return torch.eye(k)[:, y]
