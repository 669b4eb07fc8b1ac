import torch


def gradient(student, name, x, *arguments):
    """Return the gradient of the sum of squares of one function's result, 0 where none arrives."""
    leaf = x.clone().requires_grad_()
    loss = (getattr(student, name)(leaf * 1, *arguments) ** 2).sum()
    if not loss.requires_grad:
        return torch.zeros_like(x)
    (grad,) = torch.autograd.grad(loss, leaf, allow_unused=True)
    return torch.zeros_like(x) if grad is None else grad
