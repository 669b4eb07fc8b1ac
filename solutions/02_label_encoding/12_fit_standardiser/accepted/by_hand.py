import torch


def fit_standardiser(train):
    rows = train.shape[0]
    mean = train.sum(dim=0, keepdim=True) / rows
    centred = train - mean
    std = torch.sqrt((centred**2).sum(dim=0, keepdim=True) / rows)
    constant = train.amax(dim=0) == train.amin(dim=0)

    def standardise(x):
        return torch.where(constant, x - mean, (x - mean) / std)

    return standardise
