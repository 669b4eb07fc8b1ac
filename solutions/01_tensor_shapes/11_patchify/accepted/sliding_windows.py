def patchify(images, p):
    if images.size(2) % p != 0 or images.size(3) % p != 0:
        raise ValueError("not divisible")
    windows = images.unfold(2, p, p).unfold(3, p, p)
    return windows.movedim(1, 3).flatten(3).flatten(1, 2)


def unpatchify(patches, p, image_shape):
    c, h, w = image_shape
    tiles = patches.unflatten(2, (c, p, p)).unflatten(1, (h // p, w // p))
    return tiles.movedim(3, 1).transpose(3, 4).flatten(4, 5).flatten(2, 3)
