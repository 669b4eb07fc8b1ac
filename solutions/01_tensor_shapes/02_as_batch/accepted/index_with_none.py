def as_batch(x, sample_ndim):
    missing = sample_ndim + 1 - x.dim()
    if missing not in (0, 1):
        raise ValueError("neither a sample nor a batch")
    return x[None] if missing else x[:]
