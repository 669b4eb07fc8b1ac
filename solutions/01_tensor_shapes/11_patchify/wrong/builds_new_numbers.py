"""A tensor made from .detach() or from a list knows nothing of where its numbers came from, so no
gradient reaches the pictures. Rearrange the tensor itself.

由 .detach() 或列表得到的张量不知道自己的数字来自哪里,梯度也就传不到图片。请直接重新排列原来的张量。
"""

FAILS = ("check_gradient",)


def patchify(images, p):
    n, c, h, w = images.shape
    if h % p or w % p:
        raise ValueError("not divisible")
    tiles = images.detach().reshape(n, c, h // p, p, w // p, p)
    return tiles.permute(0, 2, 4, 1, 3, 5).reshape(n, (h // p) * (w // p), c * p * p)


def unpatchify(patches, p, image_shape):
    c, h, w = image_shape
    n = patches.shape[0]
    tiles = patches.reshape(n, h // p, w // p, c, p, p)
    return tiles.permute(0, 3, 1, 4, 2, 5).reshape(n, c, h, w)
