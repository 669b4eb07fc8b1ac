import torch


def convert_without_data(student, shape):
    """Convert pictures that have a shape but no numbers; return device and shape of the result."""
    out = student.nhwc_to_nchw(torch.empty(shape, dtype=torch.uint8, device="meta"))
    return str(out.device), tuple(out.shape)
