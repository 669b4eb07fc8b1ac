"""CUDA is one make of accelerator among several: with this answer a machine whose accelerator comes from another maker calculates on its CPU. One part of PyTorch knows them all; the statement names it.

CUDA 只是众多加速器中的一种：按这个写法，装有其他厂家加速器的机器只会用 CPU 计算。PyTorch 中有一个模块认识所有加速器，题目里提到了它。
"""

import torch

FAILS = ("check_accelerator_first",)


def pick_device(prefer=None):
    if prefer is None:
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    accelerator = torch.accelerator.current_accelerator(check_available=True)
    try:
        device = torch.device(prefer)
    except RuntimeError as error:
        raise ValueError("no such device") from error
    if device.type != "cpu":
        if accelerator is None or device.type != accelerator.type:
            raise ValueError("no such device")
        if (device.index or 0) >= torch.accelerator.device_count():
            raise ValueError("no such device")
    return device
