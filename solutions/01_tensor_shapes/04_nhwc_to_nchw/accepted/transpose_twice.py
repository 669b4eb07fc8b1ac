import torch


def nhwc_to_nchw(images):
    scaled = images.type(torch.float) * (1 / 255)
    return scaled.transpose(1, 3).transpose(2, 3).clone(memory_format=torch.contiguous_format)
