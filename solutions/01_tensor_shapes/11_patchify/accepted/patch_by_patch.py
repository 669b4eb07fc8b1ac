import torch


def corners(h, w, p):
    if h % p or w % p:
        raise ValueError(f"{h} x {w} cannot be cut into squares of {p}")
    return [(top, left) for top in range(0, h, p) for left in range(0, w, p)]


def patchify(images, p):
    h, w = images.shape[-2:]
    patches = [images[:, :, i : i + p, j : j + p].flatten(1) for i, j in corners(h, w, p)]
    return torch.stack(patches, dim=1)


def unpatchify(patches, p, image_shape):
    c, h, w = image_shape
    out = patches.new_zeros((patches.shape[0], c, h, w))
    for number, (i, j) in enumerate(corners(h, w, p)):
        out[:, :, i : i + p, j : j + p] = patches[:, number].unflatten(1, (c, p, p))
    return out
