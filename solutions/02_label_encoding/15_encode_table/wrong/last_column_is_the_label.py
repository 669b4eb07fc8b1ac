"""Labels often stand in the last column, but nothing guarantees it; which column is the label was
told by name. With the true label left in, a model has nothing to learn: the answer is among its
inputs.

标签常常在最后一列，但没有任何保证；哪一列是标签，已经用名称指明了。如果真正的标签留在特征里，模型就没有什么可学的：答案已经在输入中了。
"""

import pandas as pd
import torch

FAILS = ("check_label_anywhere",)


def encode_table(train, test, label):
    names, train_columns, test_columns = [], [], []
    for feature in train.columns[:-1]:
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
