"""Calling fit inside transform gives new ids to every list: the same name has one id in training
and another one in testing. Only fit may learn; transform uses what was learned.

在 transform 里又调用 fit，每个列表都会得到一套新的编号：同一个名称在训练和测试中的编号不同。只有 fit 可以学习，transform 只使用学到的内容。
"""

import torch

FAILS = ("check_unseen_is_an_error", "check_unseen_gets_an_index", "check_last_fit_only")

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
        self.fit(labels)
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
