import pandas as pd
import torch
from torch import Tensor


def encode_table(
    train: pd.DataFrame, test: pd.DataFrame, label: str
) -> tuple[Tensor, Tensor, list[str]]:
    """Turn the features of two tables into tensors, with rules learned from `train` alone.

    Args:
        train: Features of numbers or of text, and the label.
        test: The same features in any order; it may lack the label.
        label: The column that is no feature.

    Returns:
        The training features, float32 of shape (len(train), K); the test features, float32 of
        shape (len(test), K); and the names of the K columns.

    Example:
        >>> train = pd.DataFrame({
        ...     "island": ["Torgersen", "Biscoe", None],
        ...     "mass": [3.0, None, 5.0],
        ...     "species": ["Adelie", "Gentoo", "Gentoo"],
        ... })
        >>> test = pd.DataFrame({"mass": [None, 6.0], "island": ["Biscoe", "Dream"]})
        >>> x_train, x_test, names = encode_table(train, test, "species")
        >>> names
        ['island=Biscoe', 'island=Torgersen', 'mass']
        >>> x_train
        tensor([[0., 1., 3.],
                [1., 0., 4.],
                [0., 0., 5.]])
        >>> x_test
        tensor([[1., 0., 4.],
                [0., 0., 6.]])
    """
    # YOUR CODE HERE
    raise NotImplementedError()
