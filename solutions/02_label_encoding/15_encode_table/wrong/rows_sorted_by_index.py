"""Sorting by the index reorders the rows, while the labels stay where they were. A row's place in
the tensor is its place in the table; the index is only a name.

按索引排序会改变行的顺序，而标签还在原来的位置。一行在张量中的位置就是它在表格中的位置；索引只是一个名称。
"""

import pandas as pd
import torch

FAILS = ("check_rows_keep_their_place",)


def encode_table(train, test, label):
    train, test = train.sort_index(), test.sort_index()
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
