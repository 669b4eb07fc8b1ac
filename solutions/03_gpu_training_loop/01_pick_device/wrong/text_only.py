"""The wish may already be a `torch.device`, which has no method `split`. `torch.device(...)` accepts both kinds and takes the text apart for you.

传入的也可能已经是 `torch.device` 对象，它没有 `split` 方法。`torch.device(...)` 两种都接受，还会替你解析文本。
"""

import torch

FAILS = ("check_wish_as_device",)


def pick_device(prefer=None):
    accelerator = torch.accelerator.current_accelerator(check_available=True)
    if prefer is None:
        return accelerator or torch.device("cpu")
    kind, _, index = prefer.partition(":")
    if kind == "cpu":
        return torch.device(prefer)
    if accelerator is None or kind != accelerator.type:
        raise ValueError("no such device")
    if int(index or 0) >= torch.accelerator.device_count():
        raise ValueError("no such device")
    return torch.device(prefer)
