"""The last two axes are exchanged, so every patch is mirrored along its diagonal. Squares hide this in
the shape. Compare the numbers of one patch with the slice of the picture it comes from.

最后两个轴对调了,因此每个小块都沿对角线翻转。小块是正方形,从形状上看不出来。
请把一个小块的数字与图片中对应的切片相比较。
"""

FAILS = ("check_order_inside", "check_cpu_budget")


def patchify(images, p):
    n, c, h, w = images.shape
    if h % p or w % p:
        raise ValueError("not divisible")
    tiles = images.reshape(n, c, h // p, p, w // p, p)
    return tiles.permute(0, 2, 4, 1, 5, 3).reshape(n, (h // p) * (w // p), c * p * p)


def unpatchify(patches, p, image_shape):
    c, h, w = image_shape
    n = patches.shape[0]
    tiles = patches.reshape(n, h // p, w // p, c, p, p)
    return tiles.permute(0, 3, 1, 4, 2, 5).reshape(n, c, h, w)
