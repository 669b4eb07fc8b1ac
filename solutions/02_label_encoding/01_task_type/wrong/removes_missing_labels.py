"""The list belongs to the caller, and its positions tie each label to its sample. Removing entries
from it breaks that tie; make a list of your own.

列表属于调用者，其中的位置把标签与样本一一对应。从中删除元素会破坏这种对应关系；请另建一个列表。
"""

FAILS = ("check_labels_untouched",)


def task_type(labels):
    for i in reversed(range(len(labels))):
        if labels[i] is None or labels[i] != labels[i]:
            del labels[i]
    if not labels:
        return "unlabelled"
    if any(isinstance(y, float) and not y.is_integer() for y in labels):
        return "regression"
    return "classification"
