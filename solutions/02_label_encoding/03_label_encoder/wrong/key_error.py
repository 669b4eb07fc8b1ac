"""A dictionary lookup is fast and right for known names, but an unknown one escapes as a KeyError.
Callers were promised a ValueError; they cannot know that there is a dictionary inside.

字典查找很快，对已知名称也正确，但遇到未知名称时漏出来的是 KeyError。约定的是 ValueError；调用者无从知道里面用了字典。
"""

import torch

FAILS = ("check_unseen_is_an_error",)

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
            elif self.unknown == "index":
                ids.append(known.get(label, len(known)))
            else:
                ids.append(known[label])
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
