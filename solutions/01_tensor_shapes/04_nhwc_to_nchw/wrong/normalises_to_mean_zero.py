"""Subtracting the mean is a later step with numbers of its own. Here 0 must become 0 and 255 must
become 1, in every picture alike.

减去均值是之后的步骤,它有自己的参数。这里 0 必须变为 0,255 必须变为 1,每张图片都一样。
"""

FAILS = ("check_values",)


def nhwc_to_nchw(images):
    out = images.permute(0, 3, 1, 2).contiguous().float() / 255
    return out - out.mean() if out.numel() else out
