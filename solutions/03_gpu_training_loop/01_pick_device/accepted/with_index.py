import torch


def _available():
    accelerator = torch.accelerator
    if not accelerator.is_available():
        return None
    kind = accelerator.current_accelerator().type
    return torch.device(kind, accelerator.current_device_index())


def pick_device(prefer=None):
    here = _available()
    if prefer is None:
        return torch.device("cpu") if here is None else here
    try:
        device = torch.device(prefer)
    except RuntimeError as error:
        raise ValueError(str(error)) from None
    granted = device.type == "cpu" or (
        here is not None
        and device.type == here.type
        and (device.index is None or device.index < torch.accelerator.device_count())
    )
    if not granted:
        raise ValueError(f"{device} is not available")
    return device
