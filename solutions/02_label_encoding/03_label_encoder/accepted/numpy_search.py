import numpy as np
import torch


class LabelEncoder:
    def __init__(self, unknown="error"):
        self.unknown, self.classes_ = unknown, None

    def fit(self, labels):
        self.classes_ = sorted({x for x in labels if x is not None})

    def transform(self, labels):
        classes = self._classes()
        column = np.array(labels, dtype=object)
        missing = np.array([x is None for x in labels], dtype=bool)
        column[missing] = ""
        at = np.searchsorted(classes, column) if len(classes) else np.zeros(len(column), int)
        padded = np.append(classes, None)
        ids = np.where(padded[at] == column, at, len(classes))
        if self.unknown == "error" and (ids[~missing] == len(classes)).any():
            raise ValueError("unknown label")
        ids[missing] = -100
        return torch.from_numpy(ids.astype(np.int64))

    def inverse_transform(self, ids):
        classes, ids = self._classes(), ids.numpy()
        known = (ids >= 0) & (ids < len(classes))
        if (~known & (ids != -100)).any():
            raise ValueError("an id without a class")
        out = np.full(len(ids), None, dtype=object)
        out[known] = classes[ids[known]]
        return out.tolist()

    def _classes(self):
        if self.classes_ is None:
            raise RuntimeError("call fit before")
        return np.array(self.classes_, dtype=object)
