import torch


def as_batch(x: torch.Tensor, sample_ndim: int) -> torch.Tensor:
    """Add the sample axis where it is missing: shape (*s) becomes (1, *s), (n, *s) stays.

    Args:
        x: One sample or a batch of samples.
        sample_ndim: How many axes one sample has.

    Returns:
        A view of `x` with `sample_ndim` + 1 axes.

    Raises:
        ValueError: `x` has neither `sample_ndim` nor `sample_ndim` + 1 axes.

    Example:
        >>> as_batch(torch.zeros(1, 28, 28), sample_ndim=3).shape
        torch.Size([1, 1, 28, 28])
        >>> as_batch(torch.zeros(32, 1, 28, 28), sample_ndim=3).shape
        torch.Size([32, 1, 28, 28])
        >>> as_batch(torch.tensor([5, 6]), sample_ndim=1)
        tensor([[5, 6]])
        >>> as_batch(torch.zeros(0, 3), sample_ndim=1).shape
        torch.Size([0, 3])
        >>> as_batch(torch.zeros(2, 3, 4), sample_ndim=1)
        Traceback (most recent call last):
        ValueError: ...
    """
    # YOUR CODE HERE
    raise NotImplementedError()
