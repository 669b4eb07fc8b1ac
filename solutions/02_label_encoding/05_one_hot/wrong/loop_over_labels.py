"""The values are right, but every label is handled by Python on its own. One indexing operation can
set all the ones at once; look for a way to give it all the rows and all the columns together.

数值是正确的，但每个标签都由 Python 单独处理。一次索引操作就能写入所有的 1；想一想怎样把所有的行号和列号一起交给它。
"""

import torch

FAILS = ("check_cpu_budget",)


def one_hot(y, k):
    out = torch.zeros(len(y), k)
    for n in range(len(y)):
        if not 0 <= y[n] < k:
            raise ValueError("a label is out of range")
        out[n, y[n]] = 1.0
    return out
