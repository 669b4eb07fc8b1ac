import torch


def nhwc_to_nchw(images):
    return torch.stack(images.unbind(-1), dim=1) / 255
