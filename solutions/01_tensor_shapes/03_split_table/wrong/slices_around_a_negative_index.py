"""With label_col = -1 the second slice starts at -1 + 1 = 0: it is the whole table, label included.
Turn a negative position into the one it stands for before you slice around it.

当 label_col = -1 时,第二个切片从 -1 + 1 = 0 开始,也就是整张表,连标签也在内。
先把负的位置换算成它所代表的位置,再在其两侧切片。
"""

import torch

FAILS = ("check_negative_column",)


def split_table(table, label_col=-1):
    y = table[:, label_col]
    return torch.cat([table[:, :label_col], table[:, label_col + 1 :]], dim=1), y
