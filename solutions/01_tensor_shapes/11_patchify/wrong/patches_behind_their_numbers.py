"""F.unfold does cut patches, but returns (N, C * p * p, L): the patches are the last axis. Compare the
shape with the one that is asked for; and it takes decimal numbers only.

F.unfold 确实能切出小块,但返回的是 (N, C * p * p, L):小块在最后一个轴上。请与题目要求的形状相比较;
而且它只接受浮点数。
"""

import torch.nn.functional as F

FAILS = ("check_which_patch", "check_order_inside", "check_empty_batch", "check_dtype")


def patchify(images, p):
    if images.shape[2] % p or images.shape[3] % p:
        raise ValueError("not divisible")
    return F.unfold(images, p, stride=p)


def unpatchify(patches, p, image_shape):
    c, h, w = image_shape
    n = patches.shape[0]
    tiles = patches.reshape(n, h // p, w // p, c, p, p)
    return tiles.permute(0, 3, 1, 4, 2, 5).reshape(n, c, h, w)
