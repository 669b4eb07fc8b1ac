import torch
from torch import Tensor

MISSING = -100


class LabelEncoder:
    """Translate class names into ids and back: id = position of the name in `classes_`.

    Args:
        unknown: What `transform` does with a name that `fit` has not seen: "error" raises a
            ValueError, "index" gives it the id K, the number of classes.

    Attributes:
        classes_: The sorted different names; None until `fit` is called.

    Example:
        >>> encoder = LabelEncoder()
        >>> encoder.fit(["virginica", "setosa", None, "virginica"])
        >>> encoder.classes_
        ['setosa', 'virginica']
        >>> encoder.transform(["virginica", None, "setosa"])
        tensor([   1, -100,    0])
        >>> encoder.inverse_transform(torch.tensor([0, -100]))
        ['setosa', None]
        >>> encoder.transform(["versicolor"])
        Traceback (most recent call last):
        ValueError: ...
        >>> encoder.fit(["versicolor"])
        >>> encoder.classes_
        ['versicolor']
        >>> LabelEncoder().transform(["versicolor"])
        Traceback (most recent call last):
        RuntimeError: ...
    """

    def __init__(self, unknown: str = "error"):
        self.unknown = unknown
        self.classes_: list[str] | None = None

    def fit(self, labels: list[str | None]) -> None:
        """Learn the classes from these labels alone; None is not a class."""
        ### BEGIN SOLUTION
        self.classes_ = sorted({label for label in labels if label is not None})
        ### END SOLUTION

    def transform(self, labels: list[str | None]) -> Tensor:
        """Return the id of each label: int64, shape (N,); -100 for None.

        Raises:
            RuntimeError: `fit` has not been called.
            ValueError: A name is unknown and `unknown` is "error".
        """
        ### BEGIN SOLUTION
        if self.classes_ is None:
            raise RuntimeError("call fit first")
        known = {name: i for i, name in enumerate(self.classes_)}
        known[None] = MISSING
        count = len(self.classes_)
        ids = [known.get(label, count) for label in labels]
        if self.unknown == "error" and count in ids:
            raise ValueError(f"unknown label {labels[ids.index(count)]!r}")
        return torch.tensor(ids, dtype=torch.int64)
        ### END SOLUTION

    def inverse_transform(self, ids: Tensor) -> list[str | None]:
        """Return the name of each id: None for -100.

        Args:
            ids: int64, shape (N,).

        Raises:
            RuntimeError: `fit` has not been called.
            ValueError: An id stands for no class.
        """
        ### BEGIN SOLUTION
        if self.classes_ is None:
            raise RuntimeError("call fit first")
        names = dict(enumerate(self.classes_))
        names[MISSING] = None
        try:
            return [names[i] for i in ids.tolist()]
        except KeyError as error:
            raise ValueError(f"no class has the id {error}") from None
        ### END SOLUTION
