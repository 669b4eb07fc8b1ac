"""A float32 keeps about seven digits, so 98765432.5 loses its half on the way, and integers may not
fit at all. Work with the Python numbers as they come.

float32 大约只有七位有效数字：98765432.5 转换后小数部分就丢了，过大的整数甚至放不下。应直接使用原来的 Python 数值。
"""

import torch

FAILS = ("check_fractions", "check_huge_integers")


def task_type(labels):
    present = [y for y in labels if y is not None and y == y]
    if not present:
        return "unlabelled"
    values = torch.tensor([y for y in present if not isinstance(y, str)])
    fractions = values.is_floating_point() and bool((values % 1 != 0).any())
    return "regression" if fractions else "classification"
