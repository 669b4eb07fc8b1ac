import torch


def pick_device(prefer: str | torch.device | None = None) -> torch.device:
    """Return the wished device, or else the accelerator, or else the CPU.

    Args:
        prefer: As "cpu" or "cuda:1"; None leaves the choice to this function.

    Raises:
        ValueError: The machine cannot grant the wish.

    Example:
        >>> pick_device("cpu")
        device(type='cpu')
        >>> pick_device(torch.device("cpu"))
        device(type='cpu')
        >>> pick_device().type == "cpu" or torch.accelerator.is_available()
        True
        >>> pick_device("cuda:99")
        Traceback (most recent call last):
        ValueError: ...
        >>> pick_device("toaster")
        Traceback (most recent call last):
        ValueError: ...
    """
    # YOUR CODE HERE
    raise NotImplementedError()
