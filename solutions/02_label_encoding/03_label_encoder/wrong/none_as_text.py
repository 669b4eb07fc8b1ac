"""`str(None)` is the text "None", and so the missing labels become a class of their own, which the
model then learns to predict. Set them apart before you convert or sort anything.

`str(None)` 得到的是文本 "None"，于是缺失的标签成了一个单独的类别，模型还会学着去预测它。应当在转换或排序之前先把它们分开。
"""

import torch

FAILS = ("check_missing",)

MISSING = -100


class LabelEncoder:
    def __init__(self, unknown="error"):
        self.unknown = unknown
        self.classes_ = None

    def fit(self, labels):
        self.classes_ = sorted({str(label) for label in labels})

    def transform(self, labels):
        if self.classes_ is None:
            raise RuntimeError("call fit first")
        known = {name: i for i, name in enumerate(self.classes_)}
        ids = []
        for label in labels:
            label = str(label)
            if label in known:
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
