"""The result is right, but every row costs several calls from Python, and a table has many rows. Both
parts can be taken from all rows at once by selecting columns.

结果是正确的,但每一行都要从 Python 发起好几次调用,而表有很多行。选取列就可以一次得到所有行的两个部分。
"""

FAILS = ("check_cpu_budget",)


def split_table(table, label_col=-1):
    m, n = table.shape
    if not -n <= label_col < n:
        raise IndexError("no such column")
    k = label_col % n
    features, y = table.new_empty((m, n - 1)), table.new_empty(m)
    for i in range(m):
        features[i, :k] = table[i, :k]
        features[i, k:] = table[i, k + 1 :]
        y[i] = table[i, k]
    return features, y
