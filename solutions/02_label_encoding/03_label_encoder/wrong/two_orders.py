"""The ids count the sorted names, but the way back reads a list in another order, so a name comes
back as a different one. Both directions have to use the same list.

编号按排序后的名称计数，而反向翻译用的却是另一种顺序的列表，于是翻译回来的名称变成了别的名称。两个方向必须使用同一个列表。
"""

import torch

FAILS = ("check_names_again",)

MISSING = -100


class LabelEncoder:
    def __init__(self, unknown="error"):
        self.unknown = unknown
        self.classes_ = None

    def fit(self, labels):
        self.classes_ = sorted({label for label in labels if label is not None})
        self.names = list(dict.fromkeys(label for label in labels if label is not None))

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
            elif 0 <= i < len(self.classes_):
                names.append(self.names[i])
            else:
                raise ValueError(f"no class has the id {i}")
        return names
