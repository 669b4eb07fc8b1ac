"""These strides describe a tensor whose numbers lie in order without gaps. A slice or a transposed
view lies differently and has strides of its own; permute takes them into account.

这些步长描述的是数值按顺序紧密存放的张量。切片或转置得到的视图存放方式不同,有自己的步长;permute 会考虑到这一点。
"""

FAILS = ("check_any_layout",)


def nhwc_to_nchw(images):
    n, h, w, c = images.shape
    strides = (h * w * c, 1, w * c, c)
    return images.as_strided((n, c, h, w), strides).contiguous().float() / 255
