import functools


def transform(x, mean, std):
    return ((x.double() - mean) / std).float()


def fit_standardiser(train):
    exact = train.double()
    std = exact.var(dim=0, unbiased=False).sqrt()
    std = std.masked_fill(exact.min(dim=0).values == exact.max(dim=0).values, 1.0)
    return functools.partial(transform, mean=exact.mean(dim=0), std=std)
