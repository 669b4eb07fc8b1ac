"""The channel axis is left out, which works as long as it has size 1. With colours there are C times
as many numbers in each patch. Keep the channels as an axis of their own.

这里漏掉了通道轴,只有当它的大小为 1 时才行得通。彩色图片的每个小块中,数字是原来的 C 倍。
请把通道保留为一个单独的轴。
"""

FAILS = (
    "check_which_patch", "check_order_inside", "check_any_layout", "check_empty_batch",
    "check_dtype", "check_gradient",
)


def patchify(images, p):
    n, _, h, w = images.shape
    if h % p or w % p:
        raise ValueError("not divisible")
    tiles = images.reshape(n, h // p, p, w // p, p)
    return tiles.permute(0, 1, 3, 2, 4).reshape(n, (h // p) * (w // p), p * p)


def unpatchify(patches, p, image_shape):
    c, h, w = image_shape
    n = patches.shape[0]
    tiles = patches.reshape(n, h // p, w // p, c, p, p)
    return tiles.permute(0, 3, 1, 4, 2, 5).reshape(n, c, h, w)
