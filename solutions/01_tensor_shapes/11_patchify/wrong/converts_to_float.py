"""F.unfold takes decimal numbers only, and converting the pictures for it changes their dtype: whole
numbers come back as float32. Rearranging numbers is possible without computing with them.

F.unfold 只接受浮点数,为此转换图片就改变了 dtype:整数变成了 float32。重新排列数字并不需要对它们做计算。
"""

import torch.nn.functional as F

FAILS = ("check_dtype",)


def patchify(images, p):
    if images.shape[2] % p or images.shape[3] % p:
        raise ValueError("not divisible")
    return F.unfold(images.float(), p, stride=p).transpose(1, 2)


def unpatchify(patches, p, image_shape):
    c, h, w = image_shape
    n = patches.shape[0]
    tiles = patches.reshape(n, h // p, w // p, c, p, p)
    return tiles.permute(0, 3, 1, 4, 2, 5).reshape(n, c, h, w)
