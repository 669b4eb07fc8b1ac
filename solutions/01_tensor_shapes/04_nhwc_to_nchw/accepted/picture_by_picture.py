import torch


def nhwc_to_nchw(images):
    n, h, w, c = images.shape
    out = torch.empty((n, c, h, w), device=images.device)
    for i in range(n):
        for channel in range(c):
            out[i, channel] = images[i, :, :, channel]
    return out.div_(255)
