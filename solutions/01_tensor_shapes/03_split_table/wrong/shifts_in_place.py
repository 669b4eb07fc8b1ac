"""The columns behind the label are moved left inside the caller's own table, which is damaged
afterwards. Build the features from slices, or work on a copy.

这里在调用者自己的表中把标签后面的列向左移动,表因此被破坏。请用切片组成特征,或者在副本上操作。
"""

FAILS = ("check_arguments_untouched",)


def split_table(table, label_col=-1):
    n = table.shape[1]
    if not -n <= label_col < n:
        raise IndexError("no such column")
    k = label_col % n
    y = table[:, k].clone()
    table[:, k : n - 1] = table[:, k + 1 :].clone()
    return table[:, : n - 1], y
