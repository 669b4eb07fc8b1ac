"""`pop` takes the label out of the caller's table, and the caller needs it next: it is what the
model is trained on. Read the columns you need and leave the table alone.

`pop` 会把标签从调用者的表格中取走，而调用者接下来正需要它：模型就是用它来训练的。只读取需要的列，不要改动表格。
"""

import pandas as pd
import torch

FAILS = ("check_tables_untouched",)


def encode_table(train, test, label):
    train.pop(label)
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
