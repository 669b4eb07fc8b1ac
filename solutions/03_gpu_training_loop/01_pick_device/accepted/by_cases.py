import torch


def pick_device(prefer=None):
    available = torch.accelerator.is_available()
    kind = torch.accelerator.current_accelerator().type if available else "cpu"
    if prefer is None:
        return torch.device(kind)
    try:
        wish = torch.device(prefer)
    except (RuntimeError, TypeError):
        raise ValueError(f"not a device: {prefer}") from None
    if wish.type not in ("cpu", kind):
        raise ValueError(f"only cpu and {kind} are here")
    if wish.type != "cpu" and wish.index is not None:
        count = torch.accelerator.device_count()
        if wish.index >= count:
            raise ValueError(f"{wish} of {count}")
    return wish
