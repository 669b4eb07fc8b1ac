"""There are 256 different values, but the largest one is 255. Which number has to become 1?

一共有 256 个不同的取值,但最大的是 255。应该变成 1 的是哪个数?
"""

FAILS = ("check_values",)


def nhwc_to_nchw(images):
    return images.permute(0, 3, 1, 2).contiguous().float() / 256
