import torch


def pick_device(prefer=None):
    names = ["cpu"]
    count = torch.accelerator.device_count()
    if count:
        kind = torch.accelerator.current_accelerator().type
        names += [kind, *(f"{kind}:{i}" for i in range(count))]
    if prefer is None:
        return torch.device(names[min(1, len(names) - 1)])
    if str(prefer) not in names:
        raise ValueError(f"{prefer} is not one of {names}")
    return torch.device(str(prefer))
