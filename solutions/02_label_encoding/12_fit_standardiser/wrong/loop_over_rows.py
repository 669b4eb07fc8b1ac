"""The numbers are right, but Python visits every row. A row vector and a table can be combined in a
single operation; read about broadcasting.

数值是正确的，但 Python 逐行处理了整张表格。一个行向量与一张表格可以在一次运算中结合；请了解广播机制。
"""

import torch

FAILS = ("check_cpu_budget",)


def fit_standardiser(train):
    mean, std = train.mean(dim=0), train.std(dim=0, correction=0)
    std = torch.where(std == 0, 1.0, std)

    def f(x):
        out = torch.empty_like(x)
        for i in range(len(x)):
            out[i] = (x[i] - mean) / std
        return out

    return f
