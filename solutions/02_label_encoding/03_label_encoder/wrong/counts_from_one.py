"""The first class has the id 0, not 1. With ids from 1 to K the last one is no valid column of a
layer with K outputs, and a loss function stops with an error, or worse, on a GPU, with an
unreadable one.

第一个类别的编号是 0，而不是 1。如果编号从 1 到 K，最后一个就超出了有 K 个输出的网络层，损失函数会报错；在 GPU 上，报错信息甚至难以看懂。
"""

import torch

FAILS = (
    "check_sorted_ids",
    "check_names_again",
    "check_missing",
    "check_unseen_gets_an_index",
    "check_last_fit_only",
    "check_cpu_budget",
)

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
        known = {name: i for i, name in enumerate(self.classes_, start=1)}
        ids = []
        for label in labels:
            if label is None:
                ids.append(MISSING)
            elif label in known:
                ids.append(known[label])
            elif self.unknown == "index":
                ids.append(len(known) + 1)
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
