"""A list or dictionary that is written in the class body exists once for all encoders: fitting one
changes the others. What an object learns belongs to `self`, and has to be made anew.

写在类体中的列表或字典，所有编码器共用同一份：拟合其中一个，其他的也跟着变了。对象学到的内容属于 `self`，每次都要新建。
"""

import torch

FAILS = ("check_last_fit_only",)

MISSING = -100


class LabelEncoder:
    known = {}

    def __init__(self, unknown="error"):
        self.unknown = unknown
        self.classes_ = None

    def fit(self, labels):
        self.classes_ = sorted({label for label in labels if label is not None})
        self.known.clear()
        self.known.update({name: i for i, name in enumerate(self.classes_)})

    def transform(self, labels):
        if self.classes_ is None:
            raise RuntimeError("call fit first")
        known = self.known
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
