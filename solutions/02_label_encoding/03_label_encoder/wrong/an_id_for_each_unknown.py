"""Every new name gets an id of its own here, so two different unknown names are told apart by a
model that has only K + 1 outputs. All that fit has not seen share the one id K.

这里每个新名称都得到一个自己的编号，而模型总共只有 K + 1 个输出。所有 fit 时没见过的名称共用同一个编号 K。
"""

import torch

FAILS = ("check_unseen_gets_an_index",)

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
                ids.append(known.setdefault(label, len(known)))
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
