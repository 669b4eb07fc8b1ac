"""pandas calculates in float64 and `torch.tensor` keeps that. A network's weights are float32, and
the first layer refuses to mix the two. Check the dtype of what you return.

pandas 使用 float64 计算，`torch.tensor` 会原样保留。网络的权重是 float32，第一层就会拒绝两者混用。请检查返回值的数据类型。
"""

import pandas as pd
import torch

FAILS = ("check_dtype",)


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
    rows = [torch.tensor(column.to_numpy("float64")) for column in columns]
    return torch.stack(rows, dim=1)
