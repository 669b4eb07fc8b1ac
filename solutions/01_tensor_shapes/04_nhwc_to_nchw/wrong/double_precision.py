"""float64 takes twice the memory, and a layer with float32 weights refuses it. Convert to the dtype
that is asked for.

float64 占用两倍内存,而且权重为 float32 的网络层不接受它。请转换成题目要求的 dtype。
"""

FAILS = ("check_dtype_and_shape",)


def nhwc_to_nchw(images):
    return images.permute(0, 3, 1, 2).contiguous().double() / 255
