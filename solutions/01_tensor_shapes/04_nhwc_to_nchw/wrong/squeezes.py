"""squeeze() removes every axis of size 1: the batch axis of a single picture, the channel axis of a
grey one. Layers count on all four axes; keep them, whatever their size.

squeeze() 会去掉所有大小为 1 的轴:只有一张图片时的批次轴,灰度图的通道轴。网络层需要全部四个轴,
无论大小如何都应保留。
"""

FAILS = ("check_values", "check_dtype_and_shape")


def nhwc_to_nchw(images):
    return images.permute(0, 3, 1, 2).contiguous().float().squeeze() / 255
