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
    ### BEGIN SOLUTION
    accelerator = torch.accelerator.current_accelerator(check_available=True)
    if prefer is None:
        return accelerator or torch.device("cpu")
    try:
        device = torch.device(prefer)
    except RuntimeError as error:
        raise ValueError(f"{prefer!r} names no device") from error
    if device.type == "cpu":
        return device
    if accelerator is None or device.type != accelerator.type:
        raise ValueError(f"this machine has no {device.type} device")
    if (device.index or 0) >= torch.accelerator.device_count():
        raise ValueError(f"this machine has no device {device}")
    return device
    ### END SOLUTION
