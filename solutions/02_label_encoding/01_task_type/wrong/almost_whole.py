"""Nothing was said about a tolerance: 2.0001 has a fractional part, and a measurement may well be
that close to a whole number.

题目没有规定误差范围：2.0001 有小数部分，测量值完全可能这样接近整数。
"""

FAILS = ("check_fractions",)


def task_type(labels):
    present = [y for y in labels if y is not None and y == y]
    if not present:
        return "unlabelled"
    for y in present:
        if isinstance(y, float) and abs(y - round(y)) > 1e-3:
            return "regression"
    return "classification"
