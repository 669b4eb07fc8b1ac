"""The name of a device is not yet the device: code that asks for `.type` or `.index` fails on a text.

设备的名字还不是设备：代码若要读取 `.type` 或 `.index`，遇到文本就会出错。
"""

import torch

FAILS = ("check_returns_a_device",)


def pick_device(prefer=None):
    accelerator = torch.accelerator.current_accelerator(check_available=True)
    if prefer is None:
        return str(accelerator or "cpu")
    try:
        device = torch.device(prefer)
    except RuntimeError as error:
        raise ValueError("no such device") from error
    if device.type == "cpu":
        return str(device)
    if accelerator is None or device.type != accelerator.type:
        raise ValueError("no such device")
    if (device.index or 0) >= torch.accelerator.device_count():
        raise ValueError("no such device")
    return str(device)
