"""Gaps of the test table are filled with the test table's own median. The same gap would then be
filled differently in another table, and for a single row there may be no median at all. What fills
a gap is learned in training.

测试表格的空缺用测试表格自己的中位数来填。这样，同样的空缺换一张表就会填入不同的值；只有一行时甚至可能没有中位数。用什么来填，应当在训练时学到。
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
            median = known.median()
            names.append(feature)
            train_columns.append(known.fillna(median))
            test_columns.append(new.fillna(new.median()))
            continue
        for text in sorted(known.dropna().unique()):
            names.append(f"{feature}={text}")
            train_columns.append(known == text)
            test_columns.append(new == text)
    return stack(train_columns), stack(test_columns), names


def stack(columns):
    rows = [torch.tensor(column.to_numpy("float32")) for column in columns]
    return torch.stack(rows, dim=1)
