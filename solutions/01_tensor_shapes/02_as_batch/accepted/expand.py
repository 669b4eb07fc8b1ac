class WrongNumberOfAxes(ValueError):
    pass


def as_batch(x, sample_ndim):
    if x.dim() == sample_ndim + 1:
        return x.view_as(x)
    if x.dim() != sample_ndim:
        raise WrongNumberOfAxes(x.dim())
    return x.expand(1, *x.size())
