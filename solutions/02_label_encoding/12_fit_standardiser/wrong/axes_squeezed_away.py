"""`squeeze` without an argument removes every axis of size 1: a table of one row or one column is
no table any more. Batches of one sample are common at the end of an epoch.

不带参数的 `squeeze` 会去掉所有大小为 1 的轴：只有一行或一列的表格就不再是表格了。一轮训练的末尾常会出现只含一个样本的批次。
"""

import torch

FAILS = ("check_few_rows",)


def fit_standardiser(train):
    mean, std = train.mean(dim=0), train.std(dim=0, correction=0)
    std = torch.where(std == 0, 1.0, std)

    def f(x):
        out = (x - mean) / std
        return out if x.shape[0] > 1 and x.shape[1] > 1 else out.squeeze()

    return f
