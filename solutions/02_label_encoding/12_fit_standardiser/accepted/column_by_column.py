import torch


def fit_standardiser(train):
    learned = []
    for column in train.unbind(dim=1):
        std = column.std(correction=0).item()
        learned.append((column.mean(), std if std > 0 else 1.0))

    def f(x):
        columns = [(x[:, j] - mean) / std for j, (mean, std) in enumerate(learned)]
        return torch.stack(columns, dim=1)

    return f
