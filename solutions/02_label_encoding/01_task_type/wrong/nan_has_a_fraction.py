"""NaN is a float, and it is no whole number, but it is not a measurement either: it marks a missing
label. Remove every missing label before you look at the rest.

NaN 是浮点数，也不是整数，但它并不是测量值，而是表示标签缺失。应先去掉所有缺失的标签，再看其余的。
"""

FAILS = ("check_missing",)


def task_type(labels):
    if all(y is None or y != y for y in labels):
        return "unlabelled"
    for y in labels:
        if isinstance(y, float) and not y.is_integer():
            return "regression"
    return "classification"
