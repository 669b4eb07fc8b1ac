import torch


def places(c, h, w, p):
    """For every number of every patch: its position in the flattened picture."""
    if h % p or w % p:
        raise ValueError("p must divide the height and the width")
    numbers = torch.arange(c * h * w).view(c, h, w)
    rows = numbers.split(p, dim=1)
    tiles = [tile.reshape(-1) for row in rows for tile in row.split(p, dim=2)]
    return torch.stack(tiles)


def patchify(images, p):
    return images.flatten(1)[:, places(*images.shape[1:], p)]


def unpatchify(patches, p, image_shape):
    back = places(*image_shape, p).flatten().argsort()
    return patches.flatten(1)[:, back].reshape(-1, *image_shape)
