"""An encoder that was never fitted behaves here like one that was fitted on nothing. The caller has
forgotten a step, which is another mistake than an unknown name, and should be told so: with a
RuntimeError.

从未拟合的编码器，在这里表现得像是在空数据上拟合过一样。调用者漏掉了一个步骤，这与遇到未知名称是两种不同的错误，应当用 RuntimeError 明确告知。
"""

import torch

FAILS = ("check_not_fitted",)

MISSING = -100


class LabelEncoder:
    def __init__(self, unknown="error"):
        self.unknown = unknown
        self.classes_ = []

    def fit(self, labels):
        self.classes_ = sorted({label for label in labels if label is not None})

    def transform(self, labels):
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
        names = []
        for i in ids.tolist():
            if i == MISSING:
                names.append(None)
            elif 0 <= i < len(self.classes_):
                names.append(self.classes_[i])
            else:
                raise ValueError(f"no class has the id {i}")
        return names
