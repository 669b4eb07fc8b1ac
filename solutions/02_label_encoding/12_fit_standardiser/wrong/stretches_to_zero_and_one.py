"""Stretching smallest and largest value to 0 and 1 is another kind of scaling; there a single
outlier decides everything. The mean of the result has to be 0 and its standard deviation 1.

把最小值和最大值拉伸到 0 和 1 是另一种缩放方法，一个异常值就会左右全局。题目要求结果的均值为 0、标准差为 1。
"""

import torch

FAILS = ("check_values", "check_large_values")


def fit_standardiser(train):
    low, high = train.amin(dim=0), train.amax(dim=0)
    span = torch.where(high == low, 1.0, high - low)
    return lambda x: (x - low) / span
