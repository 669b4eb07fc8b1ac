"""The columns stand in the order in which the classes turn up, so the same class lands in a
different column whenever the samples are shuffled. The number of a class is its column.

各列按类别首次出现的顺序排列，样本一打乱，同一个类别就会落到不同的列。类别的编号就是它的列号。
"""

import torch

FAILS = ("check_values", "check_absent_classes", "check_one_row_or_column")


def one_hot(y, k):
    if ((y < 0) | (y >= k)).any():
        raise ValueError("a label is out of range")
    order = list(dict.fromkeys(y.tolist()))
    column = torch.zeros(k, dtype=torch.int64)
    column[order] = torch.arange(len(order))
    return torch.eye(k)[column[y]]
