import torch
from torch import Tensor


def split_table(table: Tensor, label_col: int = -1) -> tuple[Tensor, Tensor]:
    """Take one column out: y[i] = table[i, label_col], X[i] = the other entries of row i.

    Args:
        table: Shape (m, n), one row per sample.
        label_col: Which column holds the label; negative numbers count from the end.

    Returns:
        X of shape (m, n - 1) and y of shape (m,).

    Raises:
        IndexError: `label_col` is not a column of `table`.

    Example:
        >>> table = torch.tensor([[1, 2, 30], [4, 5, 60]])
        >>> split_table(table)
        (tensor([[1, 2],
                 [4, 5]]), tensor([30, 60]))
        >>> split_table(table, label_col=1)
        (tensor([[ 1, 30],
                 [ 4, 60]]), tensor([2, 5]))
        >>> split_table(torch.tensor([[0.5, 1.5, 2.5]]), label_col=0)
        (tensor([[1.5000, 2.5000]]), tensor([0.5000]))
    """
    # YOUR CODE HERE
    raise NotImplementedError()
