"""A string is a name even when it could be read as a number: version "3.7" is not an amount.
Converting what somebody chose to store as text loses that choice.

即使能读成数字，字符串也是名称：版本号 "3.7" 并不是数量。别人特意存成文本的内容，转换之后就失去了原来的含义。
"""

FAILS = ("check_names",)


def _number(y):
    try:
        return float(y) if isinstance(y, str) else y
    except ValueError:
        return y


def task_type(labels):
    present = [_number(y) for y in labels if y is not None]
    present = [y for y in present if y == y]
    if not present:
        return "unlabelled"
    if any(isinstance(y, float) and not y.is_integer() for y in present):
        return "regression"
    return "classification"
