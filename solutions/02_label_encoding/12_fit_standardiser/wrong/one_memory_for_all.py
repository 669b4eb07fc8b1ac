"""Global variables exist once: fitting a second standardiser overwrites what the first one learned.
The numbers belong to the function that is returned; a variable inside `fit_standardiser` is enough.

全局变量只有一份：拟合第二个标准化函数时，第一个学到的数值就被覆盖了。这些数值属于被返回的函数；放在 `fit_standardiser` 内部的变量里就够了。
"""

import torch

FAILS = ("check_two_at_a_time",)

memory = {}


def fit_standardiser(train):
    std = train.std(dim=0, correction=0)
    memory["mean"] = train.mean(dim=0)
    memory["std"] = torch.where(std == 0, 1.0, std)
    return lambda x: (x - memory["mean"]) / memory["std"]
