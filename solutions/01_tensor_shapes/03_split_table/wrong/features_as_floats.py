"""float() is harmless for a table of float32 and changes every other one: whole numbers become
decimals, and float64 loses digits. Leave the dtype to whoever uses the features.

对 float32 的表,float() 没有影响,但会改变其他的表:整数变成小数,float64 丢失精度。
dtype 留给使用这些特征的人来决定。
"""

import torch

FAILS = ("check_dtype",)


def split_table(table, label_col=-1):
    n = table.shape[1]
    if not -n <= label_col < n:
        raise IndexError("no such column")
    k = label_col % n
    return torch.cat([table[:, :k], table[:, k + 1 :]], dim=1).float(), table[:, k]
