"""`drop` raises an error when the column is not there, and in use it is not: the label is what is
to be predicted. Pick the features by name instead of removing the label.

要删除的列不存在时，`drop` 会报错；而实际使用时标签列正好不存在，因为它就是要预测的东西。应当按名称选出特征，而不是删掉标签。
"""

import pandas as pd
import torch

FAILS = ("check_test_without_label",)


def encode_table(train, test, label):
    train, test = train.drop(columns=label), test.drop(columns=label)
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
