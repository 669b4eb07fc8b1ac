"""To undo a permutation one needs its inverse, which is seldom the permutation itself. Write down which
axis each of the six is, and where it has to go on the way back.

要还原一次置换,需要的是它的逆置换,而逆置换往往不同于原来的置换。
请写下六个轴各代表什么,以及在还原时各自应该排到哪里。
"""

FAILS = ("check_unpatchify",)


def patchify(images, p):
    n, c, h, w = images.shape
    if h % p or w % p:
        raise ValueError("not divisible")
    tiles = images.reshape(n, c, h // p, p, w // p, p)
    return tiles.permute(0, 2, 4, 1, 3, 5).reshape(n, (h // p) * (w // p), c * p * p)


def unpatchify(patches, p, image_shape):
    c, h, w = image_shape
    n = patches.shape[0]
    tiles = patches.reshape(n, h // p, w // p, c, p, p)
    return tiles.permute(0, 2, 4, 1, 3, 5).reshape(n, c, h, w)
