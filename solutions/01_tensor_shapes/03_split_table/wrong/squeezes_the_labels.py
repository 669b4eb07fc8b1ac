"""squeeze() removes the column axis, but in a table with one row it removes the row axis as well, and
one label becomes a tensor without axes. Say which axis you mean, or do not create it.

squeeze() 会去掉列的轴,但当表只有一行时,连行的轴也一并去掉,一个标签就成了没有轴的张量。
请指明要去掉哪个轴,或者一开始就不要产生它。
"""

import torch

FAILS = ("check_label_shape",)


def split_table(table, label_col=-1):
    n = table.shape[1]
    if not -n <= label_col < n:
        raise IndexError("no such column")
    k = label_col % n
    return torch.cat([table[:, :k], table[:, k + 1 :]], dim=1), table[:, k : k + 1].squeeze()
