"""`get_dummies` puts all number columns in front and the text columns behind them. The order of the
features was to be kept; compare `names` with the columns of the table.

`get_dummies` 会把所有数字列放在前面，文本列放在后面。题目要求保持特征的顺序；把 `names` 与表格的列对照一下。
"""

import pandas as pd
import torch

FAILS = ("check_column_order",)


def encode_table(train, test, label):
    names, train_columns, test_columns = [], [], []
    kinds = [pd.api.types.is_numeric_dtype(train[c]) for c in train.columns]
    order = [c for c, number in zip(train.columns, kinds) if number]
    order += [c for c, number in zip(train.columns, kinds) if not number]
    for feature in order:
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
