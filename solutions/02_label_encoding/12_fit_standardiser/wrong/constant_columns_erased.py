"""The column is set to 0 for ever because it did not vary in training. If it varies later, the
statement wants to see that: there the result is x - mean.

只因为训练时没有变化，这一列就被永远置为 0。如果它后来发生了变化，按题目要求应当体现出来：此时结果为 x - mean。
"""

import torch

FAILS = ("check_constant_column",)


def fit_standardiser(train):
    mean, std = train.mean(dim=0), train.std(dim=0, correction=0)
    factor = torch.where(std == 0, 0.0, 1 / std)
    return lambda x: (x - mean) * factor
