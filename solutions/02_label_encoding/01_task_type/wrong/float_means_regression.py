"""The type of a label says how it was stored, not what it means. A column of class numbers with one
missing value is often read from a file as 0.0, 1.0, 2.0. Look at the fractional part instead.

标签的数据类型只说明它的存储方式，并不说明它的含义。类别编号这一列只要有一个缺失值，读入后往往就变成 0.0、1.0、2.0。应当看有没有小数部分。
"""

FAILS = ("check_whole_floats",)


def task_type(labels):
    present = [y for y in labels if y is not None and y == y]
    if not present:
        return "unlabelled"
    if any(isinstance(y, float) for y in present):
        return "regression"
    return "classification"
