"""Height times width can be a multiple of p * p although one of them is none of p, as 4 x 9 with p = 6,
and a single side says nothing about the other. Each side must hold whole patches.

即使某一边不是 p 的倍数,高乘宽也可能是 p * p 的倍数,例如 4 x 9 与 p = 6;而且一条边的情况说明不了另一条边。
每一边都必须恰好容纳整数个小块。
"""

FAILS = ("check_not_divisible",)


def patchify(images, p):
    n, c, h, w = images.shape
    if (h * w) % (p * p):
        raise ValueError("not divisible")
    tiles = images.reshape(n, c, h // p, p, w // p, p)
    return tiles.permute(0, 2, 4, 1, 3, 5).reshape(n, (h // p) * (w // p), c * p * p)


def unpatchify(patches, p, image_shape):
    c, h, w = image_shape
    n = patches.shape[0]
    tiles = patches.reshape(n, h // p, w // p, c, p, p)
    return tiles.permute(0, 3, 1, 4, 2, 5).reshape(n, c, h, w)
