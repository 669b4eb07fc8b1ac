"""The remainder turns -1 into the last column, but it also turns column 7 of a table with 3 columns
into column 1. A position that does not exist is a mistake; look for it before you convert.

取余把 -1 变成最后一列,但也会把 3 列的表的第 7 列变成第 1 列。不存在的位置是错误;换算之前先检查。
"""

import torch

FAILS = ("check_no_such_column",)


def split_table(table, label_col=-1):
    k = label_col % table.shape[1]
    return torch.cat([table[:, :k], table[:, k + 1 :]], dim=1), table[:, k]
