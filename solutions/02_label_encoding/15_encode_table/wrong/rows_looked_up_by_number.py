"""`.loc[i]` looks for the row whose index says i, which after a split or a filter may be another
row, several rows or none. The i-th row is found by its position.

`.loc[i]` 查找的是索引值为 i 的行；表格经过划分或筛选之后，它可能是另一行、好几行，或者根本不存在。第 i 行应当按位置来取。
"""

import pandas as pd
import torch

FAILS = ("check_rows_keep_their_place", "check_test_table", "check_cpu_budget")


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
        for text in sorted(known.dropna().unique()):
            names.append(f"{feature}={text}")
            train_columns.append(known == text)
            test_columns.append(new == text)
    return stack(train_columns), stack(test_columns), names


def stack(columns):
    rows = [torch.tensor([float(column.loc[i]) for i in range(len(column))]) for column in columns]
    return torch.stack(rows, dim=1)
