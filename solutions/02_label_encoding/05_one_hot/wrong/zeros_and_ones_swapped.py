"""The ones and the zeros have changed places: the column of the label is to stand out from the
others. Try it with two classes and compare each row with its label.

1 和 0 的位置颠倒了：应当突出的是标签所在的那一列。用两个类别试一试，把每一行与它的标签对照。
"""

import torch

FAILS = ("check_values", "check_absent_classes", "check_one_row_or_column")


def one_hot(y, k):
    if ((y < 0) | (y >= k)).any():
        raise ValueError("a label is out of range")
    return 1 - torch.eye(k)[y]
