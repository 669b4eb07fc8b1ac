"""On a shared server the index matters: somebody else may be working on number 0. The type alone is only half of a device.

在多人共用的服务器上，编号很重要：0 号卡可能正有人在用。设备类型只是设备的一半。
"""

import torch

FAILS = ("check_index_kept",)


def pick_device(prefer=None):
    accelerator = torch.accelerator.current_accelerator(check_available=True)
    if prefer is None:
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
    return torch.device(device.type)
