"""The ids follow the order in which the names turn up, so they change whenever the training data is
shuffled, and a model trained yesterday reads today's ids wrongly. Sorting makes them depend on the
names alone.

编号按名称首次出现的顺序排列，训练数据一打乱，编号就变了，昨天训练的模型会读错今天的编号。排序之后，编号只取决于名称本身。
"""

import torch

FAILS = ("check_sorted_ids",)

MISSING = -100


class LabelEncoder:
    def __init__(self, unknown="error"):
        self.unknown = unknown
        self.classes_ = None

    def fit(self, labels):
        self.classes_ = list(dict.fromkeys(label for label in labels if label is not None))

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
                names.append(self.classes_[i])
            else:
                raise ValueError(f"no class has the id {i}")
        return names
