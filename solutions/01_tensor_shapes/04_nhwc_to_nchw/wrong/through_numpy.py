"""NumPy works on the CPU only. For images on a GPU this raises an error, or with .cpu() moves them
back and forth. Every step here has an operation of torch that stays on the device.

NumPy 只能在 CPU 上运行。对 GPU 上的图片,这样写会报错;加上 .cpu() 又要来回搬运数据。
这里的每一步都有对应的 torch 操作,可以留在原来的设备上完成。
"""

import numpy as np
import torch

FAILS = ("check_any_device",)


def nhwc_to_nchw(images):
    array = images.numpy().transpose(0, 3, 1, 2).astype(np.float32) / 255
    return torch.from_numpy(np.ascontiguousarray(array))
