"""Devices are counted from 0: with two of them the last one has index 1. Compare the index with the count once more.

设备从 0 开始编号：有两个设备时，最后一个的编号是 1。请再想一想编号与数量应该怎样比较。
"""

import torch

FAILS = ("check_index_too_large",)


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
    if (device.index or 0) > torch.accelerator.device_count():
        raise ValueError("no such device")
    return device
