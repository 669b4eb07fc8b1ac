"""One reshape gives the right shapes there and back, and the round trip works, but a "patch" is then a
piece of the first rows and no square. Cut each axis in two first, then bring the parts together.

只用一次 reshape,来回的形状都对,还原也成功,但得到的“小块”其实是开头几行的一段,而不是方格。
应先把每个轴一分为二,再把属于同一小块的部分放到一起。
"""

FAILS = ("check_which_patch", "check_unpatchify")


def patchify(images, p):
    n, c, h, w = images.shape
    if h % p or w % p:
        raise ValueError("not divisible")
    return images.reshape(n, (h // p) * (w // p), c * p * p)


def unpatchify(patches, p, image_shape):
    return patches.reshape(-1, *image_shape)
