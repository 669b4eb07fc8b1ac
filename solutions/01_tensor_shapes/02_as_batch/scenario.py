import torch


def write_after_call(student, x, sample_ndim):
    """Write into the input after the call and return what the result then looks like."""
    out = student.as_batch(x, sample_ndim)
    x.mul_(2).add_(100)
    return out


def gradient(student, x, sample_ndim):
    """Return the gradient of the sum of squares of the result, 0 where none arrives."""
    leaf = x.clone().requires_grad_()
    loss = (student.as_batch(leaf * 1, sample_ndim) ** 2).sum()
    if not loss.requires_grad:
        return torch.zeros_like(x)
    (grad,) = torch.autograd.grad(loss, leaf, allow_unused=True)
    return torch.zeros_like(x) if grad is None else grad
