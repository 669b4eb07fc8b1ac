"""Here the new data takes part in computing the mean. Test data stands for what nobody knows yet;
once it has influenced the encoder, the test no longer tells how the model does on unknown data.

这里新数据也参与了均值的计算。测试数据代表尚未有人知道的情况；一旦它影响了编码器，测试结果就不再能说明模型在未知数据上的表现。
"""

import torch

FAILS = ("check_values", "check_constant_column", "check_large_values", "check_learned_at_once")


def fit_standardiser(train):
    def f(x):
        both = torch.cat([train, x])
        mean, std = both.mean(dim=0), both.std(dim=0, correction=0)
        return (x - mean) / torch.where(std == 0, 1.0, std)

    return f
