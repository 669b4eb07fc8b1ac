"""Listing the types that are allowed leaves out those nobody thought of: True and False have a type
of their own. Ask for the one property that makes a label a measurement.

逐一列举允许的类型，总会漏掉没想到的：True 和 False 有自己的类型。应当检查使标签成为测量值的那一个性质。
"""

FAILS = ("check_booleans",)


def task_type(labels):
    present = [y for y in labels if y is not None and y == y]
    if not present:
        return "unlabelled"
    for y in present:
        whole = type(y) is float and y.is_integer()
        if not (type(y) is str or type(y) is int or whole):
            return "regression"
    return "classification"
