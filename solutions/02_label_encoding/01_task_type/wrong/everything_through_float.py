"""Python's integers have no limit, floats and int64 do. An integer needs no conversion to show that
it has no fractional part; only floats have to be examined.

Python 的整数没有上限，而 float 和 int64 有。整数不必转换就知道没有小数部分；只需要检查浮点数。
"""

FAILS = ("check_huge_integers",)


def task_type(labels):
    present = [y for y in labels if y is not None and y == y]
    if not present:
        return "unlabelled"
    numbers = [float(y) for y in present if not isinstance(y, str)]
    return "classification" if all(y.is_integer() for y in numbers) else "regression"
