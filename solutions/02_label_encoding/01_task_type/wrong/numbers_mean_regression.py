"""Numbers can be names too: species 0, 1 and 2 are no amounts, and nothing lies between them. Only
a fractional part tells a measurement from a class number here.

数字也可以是名称：0、1、2 号物种并不是数量，它们之间也没有中间值。在本题中，只有小数部分能把测量值和类别编号区分开。
"""

FAILS = (
    "check_integers", "check_huge_integers", "check_booleans", "check_whole_floats", "check_missing",
)


def task_type(labels):
    present = [y for y in labels if y is not None and y == y]
    if not present:
        return "unlabelled"
    if all(isinstance(y, str) for y in present):
        return "classification"
    return "regression"
