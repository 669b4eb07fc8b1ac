import torch
from torch import Tensor


def one_hot(y: Tensor, k: int) -> Tensor:
    """Give each class a column of its own: out[n, c] = 1 if y[n] == c else 0.

    Args:
        y: int64, shape (N,), class numbers 0 .. k - 1.
        k: How many classes there are, whether or not all of them occur in `y`.

    Returns:
        float32, shape (N, k).

    Raises:
        ValueError: A label is negative, or `k` or more.

    Example:
        >>> one_hot(torch.tensor([2, 0, 1]), 3)
        tensor([[0., 0., 1.],
                [1., 0., 0.],
                [0., 1., 0.]])
        >>> one_hot(torch.tensor([1]), 4).shape
        torch.Size([1, 4])
        >>> one_hot(torch.tensor([0, 3]), 3)
        Traceback (most recent call last):
        ValueError: ...
        >>> one_hot(torch.tensor([-1]), 3)
        Traceback (most recent call last):
        ValueError: ...
    """
    ### BEGIN SOLUTION
    if ((y < 0) | (y >= k)).any():
        raise ValueError(f"labels must lie between 0 and {k - 1}")
    out = torch.zeros(len(y), k)
    out[torch.arange(len(y)), y] = 1
    return out
    ### END SOLUTION
