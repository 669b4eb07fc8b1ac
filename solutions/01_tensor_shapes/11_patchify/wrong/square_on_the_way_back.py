"""The number of patches alone does not tell how they are arranged: 6 may be 2 x 3 or 3 x 2, and a
square root fits neither. Take both sides from image_shape.

仅凭小块的个数无法知道它们如何排列:6 块可以是 2 x 3,也可以是 3 x 2,开平方则两种都不对。
请从 image_shape 中取两条边的大小。
"""

FAILS = ("check_unpatchify",)


def patchify(images, p):
    n, c, h, w = images.shape
    if h % p or w % p:
        raise ValueError("not divisible")
    tiles = images.reshape(n, c, h // p, p, w // p, p)
    return tiles.permute(0, 2, 4, 1, 3, 5).reshape(n, (h // p) * (w // p), c * p * p)


def unpatchify(patches, p, image_shape):
    c = image_shape[0]
    n, count, _ = patches.shape
    side = round(count**0.5)
    tiles = patches.reshape(n, side, side, c, p, p)
    return tiles.permute(0, 3, 1, 4, 2, 5).reshape(n, c, side * p, side * p)
