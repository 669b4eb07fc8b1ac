"""Python's lists accept negative indices, so the id -1 silently becomes the last class, and too
large an id raises an IndexError in place of a ValueError. An id has to be checked before it is used
as an index.

Python 的列表接受负数索引，于是编号 -1 会悄悄变成最后一个类别；编号过大时抛出的又是 IndexError，而不是 ValueError。编号用作索引之前必须先检查。
"""

import torch

FAILS = ("check_ids_without_a_class",)

MISSING = -100


class LabelEncoder:
    def __init__(self, unknown="error"):
        self.unknown = unknown
        self.classes_ = None

    def fit(self, labels):
        self.classes_ = sorted({label for label in labels if label is not None})

    def transform(self, labels):
        if self.classes_ is None:
            raise RuntimeError("call fit first")
        known = {name: i for i, name in enumerate(self.classes_)}
        ids = []
        for label in labels:
            if label is None:
                ids.append(MISSING)
            elif label in known:
                ids.append(known[label])
            elif self.unknown == "index":
                ids.append(len(known))
            else:
                raise ValueError(f"unknown label {label!r}")
        return torch.tensor(ids, dtype=torch.int64)

    def inverse_transform(self, ids):
        if self.classes_ is None:
            raise RuntimeError("call fit first")
        names = []
        for i in ids.tolist():
            if i == MISSING:
                names.append(None)
            else:
                names.append(self.classes_[i])
        return names
