import torch


def split_table(table, label_col=-1):
    y = table[:, label_col].contiguous()
    if label_col in (-1, table.shape[1] - 1):
        return table[:, :-1], y
    return torch.hstack((table[:, :label_col], table[:, label_col + 1 :])), y
