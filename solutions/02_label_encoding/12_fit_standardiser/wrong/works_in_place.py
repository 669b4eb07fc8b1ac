"""`-=` and `/=` change the caller's table itself; standardising it a second time would shift it
again. The result needs memory of its own.

`-=` 和 `/=` 会直接修改调用者的表格；再标准化一次，数值又会移动。结果需要自己的内存。
"""

import torch

FAILS = ("check_tables_untouched",)


def fit_standardiser(train):
    mean, std = train.mean(dim=0), train.std(dim=0, correction=0)
    std = torch.where(std == 0, 1.0, std)

    def f(x):
        x -= mean
        x /= std
        return x

    return f
