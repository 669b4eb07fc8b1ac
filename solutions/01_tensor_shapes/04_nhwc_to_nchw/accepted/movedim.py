import torch


def nhwc_to_nchw(images):
    out = images.movedim(-1, 1).to(torch.float32)
    return (out / 255.0).contiguous()
