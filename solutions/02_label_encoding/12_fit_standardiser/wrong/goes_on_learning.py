"""Every call adds its rows to what was learned, so the result for a sample depends on which samples
came before it. After fitting, nothing may change any more.

每次调用都把新数据加入已学到的内容，于是一个样本的结果取决于之前来过哪些样本。拟合之后，任何东西都不应再改变。
"""

import torch

FAILS = ("check_calls_teach_nothing",)


def fit_standardiser(train):
    seen = [train.clone()]

    def f(x):
        known = torch.cat(seen)
        mean, std = known.mean(dim=0), known.std(dim=0, correction=0)
        seen.append(x.clone())
        return (x - mean) / torch.where(std == 0, 1.0, std)

    return f
