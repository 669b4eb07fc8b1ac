import pandas as pd
import torch


class LabelEncoder:
    def __init__(self, unknown="error"):
        self.unknown = unknown
        self.index = None

    def fit(self, labels):
        self.index = pd.Index(sorted({x for x in labels if x is not None}), dtype=object)
        self.classes_ = self.index.tolist()

    def transform(self, labels):
        if self.index is None:
            raise RuntimeError("fit first")
        column = pd.Series(labels, dtype=object)
        ids = self.index.get_indexer(column)
        unseen = (ids < 0) & column.notna().to_numpy()
        if unseen.any() and self.unknown == "error":
            raise ValueError(f"unseen: {column[unseen].unique()}")
        ids[unseen] = len(self.index)
        ids[column.isna().to_numpy()] = -100
        return torch.tensor(ids, dtype=torch.int64)

    def inverse_transform(self, ids):
        if self.index is None:
            raise RuntimeError("fit first")
        names = []
        for i in ids.tolist():
            if i not in range(len(self.classes_)) and i != -100:
                raise ValueError(i)
            names.append(None if i == -100 else self.classes_[i])
        return names
