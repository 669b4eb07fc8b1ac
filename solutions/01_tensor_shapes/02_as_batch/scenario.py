from autograder import drivers


def write_after_call(student, x, sample_ndim):
    """`as_batch(x, {sample_ndim})`, x = {x}, after which x is multiplied by 2 and 100 is added to
    it in place

    调用 `as_batch(x, {sample_ndim})`(x = {x}),之后就地把 x 乘以 2 再加 100
    """
    out = student.as_batch(x, sample_ndim)
    x.mul_(2).add_(100)
    return out


def gradient(student, x, sample_ndim):
    """the gradient at x of `(as_batch(x, {sample_ndim}) ** 2).sum()`, x = {x}

    求 `(as_batch(x, {sample_ndim}) ** 2).sum()` 在 x 处的梯度(x = {x})
    """
    return drivers.gradient(student.as_batch, x, sample_ndim)
