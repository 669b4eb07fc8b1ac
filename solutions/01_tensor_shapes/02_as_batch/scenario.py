from autograder import drivers


def write_after_call(student, x, sample_ndim):
    """Write into the input after the call and return what the result then looks like."""
    out = student.as_batch(x, sample_ndim)
    x.mul_(2).add_(100)
    return out


def gradient(student, x, sample_ndim):
    """Return the gradient of the sum of squares of the result, 0 where none arrives."""
    return drivers.gradient(student.as_batch, x, sample_ndim)
