import torch


def split_table(table, label_col=-1):
    keep = torch.ones(table.shape[1], dtype=torch.bool)
    keep[label_col] = False
    return table[:, keep], table[:, ~keep].flatten()
