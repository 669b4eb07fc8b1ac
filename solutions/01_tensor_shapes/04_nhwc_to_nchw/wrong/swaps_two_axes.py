"""Swapping the channel axis with axis 1 puts the height where the channels were: (N, C, W, H), every
picture mirrored along its diagonal. With square pictures the shape looks right. Name all four axes.

把通道轴与第 1 个轴对调,高度就到了原来通道的位置:得到 (N, C, W, H),每张图片都沿对角线翻转了。
对正方形图片,形状看不出问题。请写明全部四个轴的顺序。
"""

FAILS = ("check_values", "check_dtype_and_shape", "check_empty_batch")


def nhwc_to_nchw(images):
    return images.transpose(1, 3).contiguous().float() / 255
