"""A statement about all members of an empty list is always true. Without a single label there is
nothing to predict; deal with this case first.

对空列表中“所有元素”的任何断言都成立。一个标签都没有，也就没有可预测的目标；应当先处理这种情况。
"""

FAILS = ("check_unlabelled",)


def task_type(labels):
    present = [y for y in labels if y is not None and y == y]
    if all(not isinstance(y, float) or y.is_integer() for y in present):
        return "classification"
    return "regression"
