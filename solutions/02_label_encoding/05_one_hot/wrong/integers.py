"""The library function returns int64, and a network's layers refuse integers. Check the dtype of
what you return, not only the values; printed numbers without a point are a sign.

库函数返回的是 int64，而网络层不接受整数。除了数值，还要检查返回值的数据类型；打印出来的数没有小数点就是迹象。
"""

import torch
import torch.nn.functional as F

FAILS = ("check_dtype",)


def one_hot(y, k):
    if ((y < 0) | (y >= k)).any():
        raise ValueError("a label is out of range")
    return F.one_hot(y, k)
