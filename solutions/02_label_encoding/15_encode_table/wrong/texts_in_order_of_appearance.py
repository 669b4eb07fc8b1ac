"""Within a feature the columns follow the order in which the texts turn up. It changes when the
rows are shuffled; the sorted order does not.

同一特征的各列按文本首次出现的顺序排列。行一打乱，顺序就变了；排序后的次序则不会变。
"""

import pandas as pd
import torch

FAILS = ("check_column_order",)


def encode_table(train, test, label):
    names, train_columns, test_columns = [], [], []
    for feature in train.columns:
        if feature == label:
            continue
        known, new = train[feature], test[feature]
        if pd.api.types.is_numeric_dtype(known):
            median = known.median()
            names.append(feature)
            train_columns.append(known.fillna(median))
            test_columns.append(new.fillna(median))
            continue
        for text in known.dropna().unique():
            names.append(f"{feature}={text}")
            train_columns.append(known == text)
            test_columns.append(new == text)
    return stack(train_columns), stack(test_columns), names


def stack(columns):
    rows = [torch.tensor(column.to_numpy("float32")) for column in columns]
    return torch.stack(rows, dim=1)
