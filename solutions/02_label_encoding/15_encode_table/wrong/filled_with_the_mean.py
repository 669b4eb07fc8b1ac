"""The mean follows a single extreme value, the median does not; that is why the statement asks for
the median. Compare the two for the numbers 1, 2, 3 and 100.

均值会被一个极端值带走，中位数不会，所以题目要求用中位数。用 1、2、3、100 比较一下两者。
"""

import pandas as pd
import torch

FAILS = ("check_missing_number",)


def encode_table(train, test, label):
    names, train_columns, test_columns = [], [], []
    for feature in train.columns:
        if feature == label:
            continue
        known, new = train[feature], test[feature]
        if pd.api.types.is_numeric_dtype(known):
            median = known.mean()
            names.append(feature)
            train_columns.append(known.fillna(median))
            test_columns.append(new.fillna(median))
            continue
        for text in sorted(known.dropna().unique()):
            names.append(f"{feature}={text}")
            train_columns.append(known == text)
            test_columns.append(new == text)
    return stack(train_columns), stack(test_columns), names


def stack(columns):
    rows = [torch.tensor(column.to_numpy("float32")) for column in columns]
    return torch.stack(rows, dim=1)
