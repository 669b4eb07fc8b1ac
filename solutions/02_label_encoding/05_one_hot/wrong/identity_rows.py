"""The rows of the identity matrix are the right answers, but indexing follows Python's rules: -1
means the last row, and beyond the end comes an IndexError. Look at the labels before you index with
them.

单位矩阵的各行正是所需的结果，但索引遵循 Python 的规则：-1 表示最后一行，越界时抛出的是 IndexError。应先检查标签，再用它们去索引。
"""

import torch

FAILS = ("check_label_too_large", "check_label_negative")


def one_hot(y, k):
    return torch.eye(k)[y]
