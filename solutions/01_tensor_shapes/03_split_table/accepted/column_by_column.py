import torch


def split_table(table, label_col=-1):
    columns = list(table.unbind(1))
    y = columns.pop(label_col).clone()
    if not columns:
        return table.new_empty((len(table), 0)), y
    return torch.stack(columns).t(), y
