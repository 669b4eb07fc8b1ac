import torch


def describe(x: torch.Tensor, batched: bool) -> dict:
    """Count samples and features: n_samples * n_features = x.numel().

    Args:
        x: Any shape, on any device.
        batched: Whether the first axis counts samples; otherwise `x` is one sample.

    Returns:
        The keys n_samples, n_features and ndim (int) and sample_shape (tuple of int).

    Raises:
        ValueError: `batched`, but `x` has no axis.

    Example:
        >>> describe(torch.zeros(32, 1, 28, 28), batched=True)
        {'n_samples': 32, 'n_features': 784, 'sample_shape': (1, 28, 28), 'ndim': 4}
        >>> describe(torch.zeros(3, 4), batched=False)
        {'n_samples': 1, 'n_features': 12, 'sample_shape': (3, 4), 'ndim': 2}
    """
    # YOUR CODE HERE
    raise NotImplementedError()
