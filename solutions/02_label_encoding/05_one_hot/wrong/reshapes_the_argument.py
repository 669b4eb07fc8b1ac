"""A method whose name ends in an underscore changes the tensor itself, and this tensor is the
caller's: after the call the labels have another shape. Use the method without the underscore.

名称以下划线结尾的方法会直接修改张量本身，而这个张量属于调用者：调用之后标签的形状就变了。请用不带下划线的方法。
"""

import torch

FAILS = ("check_labels_untouched",)


def one_hot(y, k):
    if ((y < 0) | (y >= k)).any():
        raise ValueError("a label is out of range")
    return torch.zeros(len(y), k).scatter_(1, y.unsqueeze_(1), 1.0)
