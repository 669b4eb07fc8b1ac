"""The shape came out as (N, C, W, H), and a reshape forced it to (N, C, H, W). That mends the shape
but not the order of the pixels. A wrong shape is a sign that an axis is in the wrong place.

得到的形状是 (N, C, W, H),再用 reshape 强行改成 (N, C, H, W)。这样形状对了,像素的顺序却没有改过来。
形状不对,说明某个轴放错了位置。
"""

FAILS = ("check_values",)


def nhwc_to_nchw(images):
    n, h, w, c = images.shape
    return images.transpose(1, 3).reshape(n, c, h, w).float() / 255
