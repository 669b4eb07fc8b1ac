import torch
from torch import Tensor


def nhwc_to_nchw(images: Tensor) -> Tensor:
    """Put channels first and scale to [0, 1]: out[n, c, h, w] = images[n, h, w, c] / 255.

    Args:
        images: uint8, shape (N, H, W, C).

    Returns:
        float32, shape (N, C, H, W), contiguous.

    Example:
        >>> images = torch.tensor([[[[0, 204], [51, 102]]]], dtype=torch.uint8)
        >>> nhwc_to_nchw(images)
        tensor([[[[0.0000, 0.2000]],
        <BLANKLINE>
                 [[0.8000, 0.4000]]]])
        >>> nhwc_to_nchw(images).is_contiguous()
        True
        >>> nhwc_to_nchw(torch.zeros(2, 4, 6, 3, dtype=torch.uint8)).shape
        torch.Size([2, 3, 4, 6])
    """
    # YOUR CODE HERE
    raise NotImplementedError()
