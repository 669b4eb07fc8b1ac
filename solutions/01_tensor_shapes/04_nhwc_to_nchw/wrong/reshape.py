"""A reshape keeps the order of the numbers in memory and only cuts the row of numbers differently; it
does not move an axis. The shape is right and the colours are mixed up. Look for permute or movedim.

reshape 保持数字在内存中的顺序,只是换一种切分方式,并不会移动坐标轴:形状对了,颜色却全乱了。
请了解 permute 或 movedim。
"""

import torch

FAILS = ("check_values",)


def nhwc_to_nchw(images):
    n, h, w, c = images.shape
    return images.reshape(n, c, h, w).to(torch.float32) / 255
