"""The number of patches in a row is taken from the height. Most examples are square, photographs are
not: the width decides how many patches stand side by side.

这里用图片的高来计算一行有多少个小块。示例大多是正方形的,照片却不是:并排多少个小块由宽决定。
"""

FAILS = ("check_which_patch",)


def patchify(images, p):
    n, c, h, w = images.shape
    if h % p or w % p:
        raise ValueError("not divisible")
    side = h // p
    tiles = images.reshape(n, c, side, p, side, p)
    return tiles.permute(0, 2, 4, 1, 3, 5).reshape(n, side * side, c * p * p)


def unpatchify(patches, p, image_shape):
    c, h, w = image_shape
    n = patches.shape[0]
    tiles = patches.reshape(n, h // p, w // p, c, p, p)
    return tiles.permute(0, 3, 1, 4, 2, 5).reshape(n, c, h, w)
