"""The ids are right, but `in` and `index` walk along the list of classes for every single label:
with hundreds of classes that is hundreds of comparisons each. Which container finds an entry
without walking?

编号是正确的，但对每一个标签，`in` 和 `index` 都要沿着类别列表逐个查找：类别有几百个时，每次就要比较几百次。哪种容器不必逐个查找就能找到元素？
"""

import torch

FAILS = ("check_cpu_budget",)

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
        known = self.classes_
        ids = []
        for label in labels:
            if label is None:
                ids.append(MISSING)
            elif label in known:
                ids.append(known.index(label))
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
                names.append(self.classes_[i])
            else:
                raise ValueError(f"no class has the id {i}")
        return names
