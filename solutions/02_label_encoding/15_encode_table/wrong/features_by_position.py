"""The features of the test table are taken by their position. If somebody saved it with another
order of columns, years are read as grams, and nothing complains. A column is known by its name.

这里按位置读取测试表格的特征。如果保存时列的顺序不同，年份就会被当成体重，而且不会有任何报错。列应当按名称来识别。
"""

import pandas as pd
import torch

FAILS = ("check_test_without_label",)


def encode_table(train, test, label):
    names, train_columns, test_columns = [], [], []
    test = test.drop(columns=label, errors="ignore")
    for position, feature in enumerate(c for c in train.columns if c != label):
        known, new = train[feature], test.iloc[:, position]
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
