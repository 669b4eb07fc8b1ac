"""Each table is standardised by its own mean, so every new table looks average and a single row
becomes 0 or NaN. What was learned in training has to be kept and used again.

每张表格都按自己的均值标准化，于是任何新表格看上去都很“平均”，只有一行时则变成 0 或 NaN。应当保存训练时学到的数值，之后重复使用。
"""

import torch

FAILS = ("check_values", "check_constant_column", "check_large_values")


def fit_standardiser(train):
    def f(x):
        mean, std = x.mean(dim=0), x.std(dim=0, correction=0)
        return (x - mean) / torch.where(std == 0, 1.0, std)

    return f
