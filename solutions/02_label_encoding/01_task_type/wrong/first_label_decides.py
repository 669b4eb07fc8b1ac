"""One label does not speak for all: 1.0 may be followed by 2.5. Every label has to be looked at.

第一个标签不能代表全部：1.0 后面可能就是 2.5。需要检查每一个标签。
"""

FAILS = ("check_fractions",)


def task_type(labels):
    present = [y for y in labels if y is not None and y == y]
    if not present:
        return "unlabelled"
    first = present[0]
    if isinstance(first, float) and not first.is_integer():
        return "regression"
    return "classification"
