"""permute returns a view with other strides, and arithmetic keeps that order in memory. The values are
right, but they still lie channel by channel within each pixel. Look at is_contiguous().

permute 返回步长不同的视图,后续运算会保留这种内存顺序。数值是对的,但在内存中各通道仍逐像素交错存放。
请查看 is_contiguous()。
"""

FAILS = ("check_contiguous",)


def nhwc_to_nchw(images):
    return images.permute(0, 3, 1, 2).float() / 255
