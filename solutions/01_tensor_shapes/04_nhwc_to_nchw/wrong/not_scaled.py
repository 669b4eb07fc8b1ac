"""The axes are in order, but the values still run from 0 to 255. A network that expects numbers up to
1 sees inputs 255 times too large.

轴的顺序对了,但数值仍在 0 到 255 之间。对于期望数值不超过 1 的网络,输入大了 255 倍。
"""

FAILS = ("check_values",)


def nhwc_to_nchw(images):
    return images.permute(0, 3, 1, 2).contiguous().float()
