import torch


class LabelEncoder:
    def __init__(self, unknown="error"):
        self.unknown = unknown
        self.ids = None

    def fit(self, labels):
        self.classes_ = sorted(set(labels) - {None})
        self.ids = {name: i for i, name in enumerate(self.classes_)}
        self.names = {i: name for name, i in self.ids.items()} | {-100: None}

    def _require_fit(self):
        if self.ids is None:
            raise RuntimeError("not fitted")

    def _id(self, label):
        if label is None:
            return -100
        if label in self.ids:
            return self.ids[label]
        if self.unknown == "index":
            return len(self.ids)
        raise ValueError(label)

    def transform(self, labels):
        self._require_fit()
        return torch.as_tensor([self._id(label) for label in labels], dtype=torch.long)

    def inverse_transform(self, ids):
        self._require_fit()
        if not all(int(i) in self.names for i in ids):
            raise ValueError("an id without a class")
        return [self.names[int(i)] for i in ids]
