"""`dropna` removes whole samples, and with them the place that ties each row to its label: from the
first gap on, every row stands beside the wrong answer. Fill gaps, do not delete rows.

`dropna` 会删掉整个样本，每一行与标签的对应位置也就乱了：从第一个空缺开始，每一行都对应到错误的答案。应当填补空缺，而不是删行。
"""

import pandas as pd
import torch

FAILS = ("check_missing_text", "check_missing_number")


def encode_table(train, test, label):
    train, test = train.dropna(), test.dropna()
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
        for text in sorted(known.dropna().unique()):
            names.append(f"{feature}={text}")
            train_columns.append(known == text)
            test_columns.append(new == text)
    return stack(train_columns), stack(test_columns), names


def stack(columns):
    rows = [torch.tensor(column.to_numpy("float32")) for column in columns]
    return torch.stack(rows, dim=1)
