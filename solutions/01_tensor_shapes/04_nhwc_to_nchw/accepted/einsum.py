import torch


def nhwc_to_nchw(images):
    pixels = images.flatten(1, 2).to(torch.float32)
    out = torch.einsum("npc->ncp", pixels).reshape(
        images.shape[0], images.shape[3], images.shape[1], images.shape[2]
    )
    return torch.div(out, 255).contiguous()
