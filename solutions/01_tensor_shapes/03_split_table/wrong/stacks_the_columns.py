"""stack needs at least one tensor. When the label is the only column no feature is left, and there is
nothing to stack; the answer is a table with m rows and no columns.

stack 至少需要一个张量。当标签是唯一的列时,没有剩下任何特征,也就无可堆叠;正确的结果是 m 行零列的表。
"""

import torch

FAILS = ("check_empty",)


def split_table(table, label_col=-1):
    columns = list(table.unbind(1))
    y = columns.pop(label_col)
    return torch.stack(columns, dim=1), y
