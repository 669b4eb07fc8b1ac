import torch


class Standardiser:
    def __init__(self, train):
        self.std, self.mean = torch.std_mean(train, dim=0, correction=0)
        self.std[self.std == 0] = 1.0

    def __call__(self, x):
        return x.sub(self.mean).div(self.std)


def fit_standardiser(train):
    return Standardiser(train)
