def split_table(table, label_col=-1):
    y = table.select(1, label_col)
    columns = list(range(table.shape[1]))
    del columns[label_col]
    return table[:, columns], y
