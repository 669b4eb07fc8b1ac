from torch import Tensor


def double(x: Tensor) -> Tensor:
    """Return twice x.

    Args:
        x: float32, any shape.

    Example:
        >>> double(Tensor([1.0, 2.5]))
        tensor([2., 5.])
    """
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
