"""`if label` asks whether a value is truthy; 0, 0.0, False and "" are not, yet they are perfectly
good labels. Ask exactly what the statement calls missing.

`if label` 判断的是真值：0、0.0、False 和 "" 都为假，但它们都是有效的标签。应当只按题目的定义判断是否缺失。
"""

FAILS = ("check_names", "check_integers", "check_booleans", "check_whole_floats")


def task_type(labels):
    present = [y for y in labels if y and y == y]
    if not present:
        return "unlabelled"
    if any(isinstance(y, float) and not y.is_integer() for y in present):
        return "regression"
    return "classification"
