import torch


def patchify(images: torch.Tensor, p: int) -> torch.Tensor:
    """Cut pictures into patches: out[n, r * (W // p) + s] = images[n, :, r*p:(r+1)*p, s*p:(s+1)*p].

    Args:
        images: Shape (N, C, H, W).
        p: Height and width of a patch, at least 1.

    Returns:
        Shape (N, H // p * W // p, C * p * p), each patch in the order channel, row, column.

    Raises:
        ValueError: `p` does not divide H and W.

    Example:
        >>> images = torch.tensor([[[[0, 1, 2, 3], [4, 5, 6, 7]]]])
        >>> patchify(images, 2)
        tensor([[[0, 1, 4, 5],
                 [2, 3, 6, 7]]])
        >>> patchify(torch.zeros(32, 1, 28, 28), 7).shape
        torch.Size([32, 16, 49])
        >>> patchify(torch.tensor([[[[0, 1], [2, 3]], [[4, 5], [6, 7]]]]), 2)
        tensor([[[0, 1, 2, 3, 4, 5, 6, 7]]])
        >>> patchify(torch.zeros(1, 1, 2, 8), 4)
        Traceback (most recent call last):
        ValueError: ...
    """
    # YOUR CODE HERE
    raise NotImplementedError()


def unpatchify(patches: torch.Tensor, p: int, image_shape: tuple[int, int, int]) -> torch.Tensor:
    """Put patches together again: unpatchify(patchify(images, p), p, images.shape[1:]) = images.

    Args:
        patches: Shape (N, L, C * p * p), as `patchify` returns them.
        p: Height and width of a patch.
        image_shape: C, H and W of one picture; p divides H and W.

    Returns:
        Shape (N, C, H, W).

    Example:
        >>> unpatchify(torch.tensor([[[0, 1, 4, 5], [2, 3, 6, 7]]]), 2, (1, 2, 4))
        tensor([[[[0, 1, 2, 3],
                  [4, 5, 6, 7]]]])
    """
    # YOUR CODE HERE
    raise NotImplementedError()
