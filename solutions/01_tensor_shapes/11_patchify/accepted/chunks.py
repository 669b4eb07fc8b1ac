import torch


def patchify(images, p):
    n, c, h, w = images.shape
    if (h // p) * p != h or (w // p) * p != w:
        raise ValueError
    rows = images.view(n, c, h // p, p, w).transpose(1, 2)
    tiles = rows.unflatten(4, (w // p, p)).permute(0, 1, 4, 2, 3, 5)
    return tiles.contiguous().view(n, -1 if n else (h // p) * (w // p), c * p * p)


def unpatchify(patches, p, image_shape):
    c, h, w = image_shape
    rows = []
    for row in patches.chunk(h // p, dim=1):
        tiles = [row[:, s].reshape(-1, c, p, p) for s in range(w // p)]
        rows.append(torch.cat(tiles, dim=3))
    return torch.cat(rows, dim=2)
