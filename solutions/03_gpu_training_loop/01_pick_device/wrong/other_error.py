"""For a word that is no device, `torch.device` raises an error of its own, but not a ValueError. Callers were promised one kind of error for every wish that cannot be granted.

遇到不是设备名的词，`torch.device` 会抛出自己的异常，但不是 ValueError。我们向调用者承诺过：凡是无法满足的指定，都抛出同一种异常。
"""

import torch

FAILS = ("check_no_such_name",)


def pick_device(prefer=None):
    accelerator = torch.accelerator.current_accelerator(check_available=True)
    if prefer is None:
        return accelerator or torch.device("cpu")
    device = torch.device(prefer)
    if device.type == "cpu":
        return device
    if accelerator is None or device.type != accelerator.type:
        raise ValueError("no such device")
    if (device.index or 0) >= torch.accelerator.device_count():
        raise ValueError("no such device")
    return device
