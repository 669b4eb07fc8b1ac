from functools import reduce
from operator import mul


def describe(x, batched):
    sizes = list(x.size())
    ndim = len(sizes)
    samples = 1
    if batched:
        if not sizes:
            raise ValueError
        samples = sizes.pop(0)
    features = reduce(mul, sizes, 1)
    return {"n_samples": samples, "n_features": features, "sample_shape": (*sizes,), "ndim": ndim}
