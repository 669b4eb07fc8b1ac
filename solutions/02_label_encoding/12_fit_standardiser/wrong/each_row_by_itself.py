"""Averaging over axis 1 compares the features of one sample with each other. A feature is a column;
its mean runs over the samples.

对第 1 个轴求平均，是拿同一个样本的不同特征相互比较。特征是列，它的均值应当在样本之间计算。
"""

import torch

FAILS = ("check_values", "check_constant_column", "check_large_values")


def fit_standardiser(train):
    def f(x):
        mean, std = x.mean(dim=1, keepdim=True), x.std(dim=1, correction=0, keepdim=True)
        return (x - mean) / torch.where(std == 0, 1.0, std)

    return f
