def as_batch(x, sample_ndim):
    shape = tuple(x.shape)
    if len(shape) == sample_ndim:
        shape = (1, *shape)
    if len(shape) != sample_ndim + 1:
        raise ValueError(f"cannot make a batch of shape {shape}")
    return x.reshape(shape)
