import pandas as pd
import torch


def encode_table(train, test, label):
    features = [c for c in train.columns if c != label]
    numbers = train[features].select_dtypes("number").columns
    medians = train[numbers].median()

    def dummies(table):
        return pd.get_dummies(table[features].fillna(medians), prefix_sep="=", dtype=float)

    wide = dummies(train)
    names = []
    for feature in features:
        names += [c for c in wide.columns if c == feature or c.startswith(f"{feature}=")]

    def tensor(table):
        ordered = dummies(table).reindex(columns=names, fill_value=0.0)
        return torch.tensor(ordered.to_numpy(), dtype=torch.float32)

    return tensor(train), tensor(test), names
