"""The label is often the last column, but here the caller says which one it is. Try the function on a
table whose label stands in the middle.

标签往往在最后一列,但这里由调用者指定是哪一列。用一张标签在中间的表试试。
"""

FAILS = (
    "check_features", "check_labels", "check_negative_column",
    "check_no_such_column",
)


def split_table(table, label_col=-1):
    return table[:, :-1], table[:, -1]
