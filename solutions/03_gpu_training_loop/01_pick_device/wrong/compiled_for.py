"""Without further arguments, `current_accelerator` tells what PyTorch was *built* for, even where no such card is plugged in. Ask also whether it is available.

不加参数时，`current_accelerator` 报告的是 PyTorch 是为哪种加速器**编译**的，哪怕机器上并没有插这样的卡。还要再问一句：它可用吗？
"""

import torch

FAILS = ("check_without_accelerator",)


def pick_device(prefer=None):
    accelerator = torch.accelerator.current_accelerator()
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
    return device
