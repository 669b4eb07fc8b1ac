"""view cuts the same row of numbers differently, as reshape does, and refuses where a reshape would
have to copy. Neither moves an axis: a pixel's channels do not stay with that pixel.

view 与 reshape 一样,只是把同一串数字换一种方式切分,而且在需要复制时会报错。两者都不会移动坐标轴,
一个像素的各个通道也就不再属于这个像素。
"""

FAILS = ("check_values", "check_any_layout")


def nhwc_to_nchw(images):
    n, h, w, c = images.shape
    return images.view(n, c, h, w).float() / 255
