"""The ids are right, but the whole list of labels is gone through once for each class. The time
then grows with labels times classes; every label needs to be looked at only once.

编号是正确的，但每个类别都要把整个标签列表遍历一遍，用时随“标签数乘以类别数”增长；其实每个标签只需要看一次。
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
        ids = [MISSING if label is None else len(self.classes_) for label in labels]
        for i, name in enumerate(self.classes_):
            for n, label in enumerate(labels):
                if label == name:
                    ids[n] = i
        if self.unknown == "error" and len(self.classes_) in ids:
            raise ValueError("unknown label")
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
