import numpy as np
import torch


def split_table(table, label_col=-1):
    array = table.numpy()
    y = array[:, label_col]
    return torch.from_numpy(np.delete(array, label_col, axis=1)), torch.from_numpy(y.copy())
