"""Pushing a label back into the range invents an answer: the sample now claims to be of the first
or the last class, and nobody will ever notice. Bad labels have to be reported.

把越界的标签截断到范围内，等于凭空编造答案：样本从此变成第一类或最后一类，而且没有人会发现。错误的标签应当报告出来。
"""

import torch

FAILS = ("check_label_too_large", "check_label_negative")


def one_hot(y, k):
    return torch.eye(k)[y.clamp(0, k - 1)]
