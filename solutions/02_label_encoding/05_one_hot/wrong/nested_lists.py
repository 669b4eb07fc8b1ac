"""The values are right, but Python builds every cell of the table by itself before PyTorch sees any
of it. Start from a tensor of the final shape, or from a comparison of two tensors.

数值是正确的，但表格的每个格子都先由 Python 逐一生成，之后才交给 PyTorch。可以从一个最终形状的张量出发，或者从两个张量的比较出发。
"""

import torch

FAILS = ("check_cpu_budget",)


def one_hot(y, k):
    rows = []
    for label in y.tolist():
        if not 0 <= label < k:
            raise ValueError("a label is out of range")
        rows.append([float(label == c) for c in range(k)])
    return torch.tensor(rows, dtype=torch.float32).reshape(len(rows), k)
