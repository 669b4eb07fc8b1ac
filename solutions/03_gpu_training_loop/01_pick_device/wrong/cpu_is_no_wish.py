"""Here "cpu" counts as having no wish, so nobody can choose the CPU on a machine with an accelerator. But one sometimes must: to compare results, or because the GPU's memory is full.

这里把 "cpu" 当作没有指定，于是在有加速器的机器上谁也选不了 CPU。可有时确实需要：例如要对照结果，或者显存已经满了。
"""

import torch

FAILS = ("check_wish_granted",)


def pick_device(prefer=None):
    accelerator = torch.accelerator.current_accelerator(check_available=True)
    if prefer is None or prefer == "cpu":
        return accelerator or torch.device("cpu")
    try:
        device = torch.device(prefer)
    except RuntimeError as error:
        raise ValueError("no such device") from error
    if device.type == "cpu":
        return device
    if accelerator is None or device.type != accelerator.type:
        raise ValueError("no such device")
    if (device.index or 0) >= torch.accelerator.device_count():
        raise ValueError("no such device")
    return device
