"""The number of columns is taken from the first row here, and a table without rows has none. The shape
of the table knows it even then.

这里从第一行得出列数,而没有行的表没有第一行。即使如此,表的形状仍然知道列数。
"""

FAILS = ("check_empty",)


def split_table(table, label_col=-1):
    columns = list(range(len(table[0])))
    del columns[label_col]
    return table[:, columns], table[:, label_col]
