"""This relies on -100 being outside the list. With a hundred classes or more it is inside: Python
counts from the end and returns the name of some class. Ask for -100 before you index with it.

这种写法依赖于 -100 超出列表范围。一旦类别达到一百个，-100 就在范围之内了：Python 会从末尾倒数，返回某个类别的名称。应当先判断是不是 -100，再去索引。
"""

import torch

FAILS = ("check_many_classes",)

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
            if i != MISSING and not 0 <= i < len(self.classes_):
                raise ValueError(f"no class has the id {i}")
            try:
                names.append(self.classes_[i])
            except IndexError:
                names.append(None)
        return names
