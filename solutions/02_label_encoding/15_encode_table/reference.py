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
    ### BEGIN SOLUTION
    names, train_columns, test_columns = [], [], []
    for feature in train.columns.drop(label):
        known, new = train[feature], test[feature]
        if pd.api.types.is_numeric_dtype(known):
            median = known.median()
            names.append(feature)
            train_columns.append(known.fillna(median))
            test_columns.append(new.fillna(median))
            continue
        for text in sorted(known.dropna().unique()):
            names.append(f"{feature}={text}")
            train_columns.append(known == text)
            test_columns.append(new == text)

    def stack(columns: list[pd.Series]) -> Tensor:
        rows = [torch.from_numpy(column.to_numpy("float32", copy=True)) for column in columns]
        return torch.stack(rows, dim=1)

    return stack(train_columns), stack(test_columns), names
    ### END SOLUTION
