"""`label_col or -1` is meant to say "if none was given", but 0 is falsy in Python too, so the first
column turns into the last. Where 0 is a valid answer, do not test for truth.

`label_col or -1` 的本意是“如果没有给出”,但 0 在 Python 中也是假值,于是第一列变成了最后一列。
当 0 是有效取值时,不要用真假来判断。
"""

import torch

FAILS = ("check_features", "check_labels")


def split_table(table, label_col=-1):
    n, label_col = table.shape[1], label_col or -1
    if not -n <= label_col < n:
        raise IndexError("no such column")
    k = label_col % n
    return torch.cat([table[:, :k], table[:, k + 1 :]], dim=1), table[:, k]
