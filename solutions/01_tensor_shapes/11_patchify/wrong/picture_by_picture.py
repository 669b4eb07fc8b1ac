"""The result is right, but every patch of every picture costs several calls from Python. All pictures
of the batch are cut at the same places, so each step can treat the whole batch.

结果是正确的,但每张图片的每个小块都要从 Python 发起好几次调用。批次中的图片都在相同的位置切开,
因此每一步都可以处理整个批次。
"""

FAILS = ("check_cpu_budget",)


def patchify(images, p):
    n, c, h, w = images.shape
    if h % p or w % p:
        raise ValueError("not divisible")
    out = images.new_zeros((n, (h // p) * (w // p), c * p * p))
    for i in range(n):
        number = 0
        for top in range(0, h, p):
            for left in range(0, w, p):
                out[i, number] = images[i, :, top : top + p, left : left + p].flatten()
                number += 1
    return out


def unpatchify(patches, p, image_shape):
    c, h, w = image_shape
    n = patches.shape[0]
    tiles = patches.reshape(n, h // p, w // p, c, p, p)
    return tiles.permute(0, 3, 1, 4, 2, 5).reshape(n, c, h, w)
