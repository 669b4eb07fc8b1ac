"""y = table[:, k] is a view: it shows whatever stands in that column later. Moving the next column into
its place changes y as well. Take the labels out before you write, or do not write at all.

y = table[:, k] 是视图:这一列之后变成什么,它就显示什么。把后一列移到这个位置,y 也随之改变。
请在写入之前先把标签取出来,或者根本不要写入。
"""

FAILS = ("check_labels",)


def split_table(table, label_col=-1):
    n = table.shape[1]
    if not -n <= label_col < n:
        raise IndexError("no such column")
    k = label_col % n
    table = table.clone()
    y = table[:, k]
    table[:, k : n - 1] = table[:, k + 1 :].clone()
    return table[:, : n - 1], y
