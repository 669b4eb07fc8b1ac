import torch


def convert_without_data(student, shape):
    """`nhwc_to_nchw` of a uint8 tensor of shape {shape} that has no numbers (device meta)

    对一个没有数值的 uint8 张量(device 为 meta,形状为 {shape})调用 `nhwc_to_nchw`
    """
    out = student.nhwc_to_nchw(torch.empty(shape, dtype=torch.uint8, device="meta"))
    return str(out.device), tuple(out.shape)
