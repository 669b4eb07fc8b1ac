"""A name that nobody knows and a label that nobody wrote down are two different things. Treating
the first like the second hides spelling mistakes: the samples just stop counting.

没见过的名称和没有填写的标签是两回事。把前者当成后者，会掩盖拼写错误：这些样本会悄悄地不再参与计算。
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
        known = {name: i for i, name in enumerate(self.classes_)}
        ids = []
        for label in labels:
            if label is None:
                ids.append(MISSING)
            elif label in known:
                ids.append(known[label])
            else:
                ids.append(MISSING)
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
