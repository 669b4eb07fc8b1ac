"""Asking which device to use must not change what all other code does. Making it the default device moves every later `torch.zeros(...)` of the program as well. Return the device, and let the caller decide.

询问该用哪个设备，不应影响其他代码。把它设为默认设备，程序里之后的每个 `torch.zeros(...)` 都会跟着换地方。只需返回设备，由调用者决定怎么用。
"""

import torch

FAILS = ("check_nothing_else_changes",)


def pick_device(prefer=None):
    accelerator = torch.accelerator.current_accelerator(check_available=True)
    if prefer is None:
        device = accelerator or torch.device("cpu")
    else:
        try:
            device = torch.device(prefer)
        except RuntimeError as error:
            raise ValueError("no such device") from error
        if device.type != "cpu":
            if accelerator is None or device.type != accelerator.type:
                raise ValueError("no such device")
            if (device.index or 0) >= torch.accelerator.device_count():
                raise ValueError("no such device")
    torch.set_default_device(device)
    return device
