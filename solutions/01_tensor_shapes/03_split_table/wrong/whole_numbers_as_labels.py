"""Class ids are whole numbers, but the label of a regression is a price or a temperature: long() cuts
off its decimals. Splitting a table should not change what is in it.

类别编号是整数,但回归任务的标签是价格或温度:long() 会截掉小数部分。拆分一张表不应改变其中的内容。
"""

import torch

FAILS = ("check_labels", "check_dtype")


def split_table(table, label_col=-1):
    n = table.shape[1]
    if not -n <= label_col < n:
        raise IndexError("no such column")
    k = label_col % n
    return torch.cat([table[:, :k], table[:, k + 1 :]], dim=1), table[:, k].long()
