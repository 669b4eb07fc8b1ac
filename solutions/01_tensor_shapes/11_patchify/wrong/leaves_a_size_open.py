"""A size of -1 is computed from the number of entries. An empty batch has none, so any size would fit
and torch refuses to guess. All sizes are known here; name them.

-1 表示该轴的大小由元素个数推算。空批次没有元素,任何大小都说得通,torch 便拒绝猜测。
这里所有的大小都是已知的,请直接写出来。
"""

FAILS = ("check_empty_batch",)


def patchify(images, p):
    n, c, h, w = images.shape
    if h % p or w % p:
        raise ValueError("not divisible")
    tiles = images.reshape(n, c, h // p, p, w // p, p)
    return tiles.permute(0, 2, 4, 1, 3, 5).reshape(n, -1, c * p * p)


def unpatchify(patches, p, image_shape):
    c, h, w = image_shape
    n = patches.shape[0]
    tiles = patches.reshape(n, h // p, w // p, c, p, p)
    return tiles.permute(0, 3, 1, 4, 2, 5).reshape(n, c, h, w)
