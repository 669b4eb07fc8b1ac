"""The columns behind the label are put in front here. The numbers are all there, but column 0 of X is
no longer the first feature, and names or weights that belong to it are wrong now.

这里把标签后面的列放到了前面。数值一个不少,但 X 的第 0 列不再是第一个特征,与之对应的名称和权重就都错了。
"""

import torch

FAILS = ("check_features",)


def split_table(table, label_col=-1):
    n = table.shape[1]
    if not -n <= label_col < n:
        raise IndexError("no such column")
    k = label_col % n
    return torch.cat([table[:, k + 1 :], table[:, :k]], dim=1), table[:, k]
