from bisect import bisect_left

import torch


class LabelEncoder:
    def __init__(self, unknown="error"):
        self.unknown = unknown

    def fit(self, labels):
        classes = []
        for label in sorted(x for x in labels if x is not None):
            if not classes or classes[-1] != label:
                classes.append(label)
        self.classes_ = classes

    def transform(self, labels):
        if not hasattr(self, "classes_"):
            raise RuntimeError("fit has not been called")
        out = torch.full((len(labels),), -100)
        places = [n for n, label in enumerate(labels) if label is not None]
        ids = [self._find(labels[n]) for n in places]
        out[torch.tensor(places, dtype=torch.int64)] = torch.tensor(ids, dtype=torch.int64)
        return out

    def _find(self, label):
        i = bisect_left(self.classes_, label)
        if i < len(self.classes_) and self.classes_[i] == label:
            return i
        if self.unknown == "error":
            raise ValueError(f"{label!r} is new")
        return len(self.classes_)

    def inverse_transform(self, ids):
        if not hasattr(self, "classes_"):
            raise RuntimeError("fit has not been called")
        allowed = set(range(len(self.classes_))) | {-100}
        if set(ids.tolist()) - allowed:
            raise ValueError("no such class")
        return [None if i < 0 else self.classes_[i] for i in ids.tolist()]
