def describe(x, batched):
    if batched and x.dim() == 0:
        raise ValueError("no axis counts the samples")
    first, rest = (x.size(0), x.shape[1:]) if batched else (1, x.shape)
    return dict(n_samples=first, n_features=rest.numel(), sample_shape=tuple(rest), ndim=x.dim())
