"""A list of columns, even of one, selects a table: y has shape (m, 1). Compared with predictions of
shape (m,) such labels broadcast to m x m without an error. Select the column by a number.

用列表选列,哪怕只有一列,得到的也是表:y 的形状是 (m, 1)。这样的标签与形状为 (m,) 的预测值相比较时,
会悄悄广播成 m x m,并不报错。请用一个整数来选列。
"""

import torch

FAILS = ("check_label_shape",)


def split_table(table, label_col=-1):
    n = table.shape[1]
    if not -n <= label_col < n:
        raise IndexError("no such column")
    k = label_col % n
    return torch.cat([table[:, :k], table[:, k + 1 :]], dim=1), table[:, [k]]
