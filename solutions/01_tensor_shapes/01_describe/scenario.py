import torch


def describe_without_data(student, shape, batched):
    """`describe` of a tensor of shape {shape} that has no numbers (device meta), batched={batched}

    对一个没有数值的张量(device 为 meta,形状为 {shape})调用 `describe`,batched={batched}
    """
    return student.describe(torch.empty(shape, device="meta"), batched)
