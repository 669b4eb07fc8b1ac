"""After the label column is gone, every column behind it has moved one place to the left, and its old
position names another column. Read the label from the table as it was given.

去掉标签列之后,它后面的各列都向左移动了一位,原来的位置指的已是另一列。请从原来的表中读取标签。
"""

import torch

FAILS = ("check_labels", "check_empty")


def split_table(table, label_col=-1):
    n = table.shape[1]
    if not -n <= label_col < n:
        raise IndexError("no such column")
    k = label_col % n
    features = torch.cat([table[:, :k], table[:, k + 1 :]], dim=1)
    return features, features[:, min(k, n - 2)]
