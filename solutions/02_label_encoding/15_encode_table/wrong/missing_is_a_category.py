"""A missing text was given a column of its own. That can be useful, but here the rule is that a gap
gives zeros in the columns of its feature; how many columns there are depends only on texts that are
there.

缺失的文本被单独分了一列。这有时很有用，但这里的规则是：空缺在该特征的各列中全部为 0；有多少列只取决于确实出现过的文本。
"""

import pandas as pd
import torch

FAILS = ("check_missing_text",)


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
        known, new = known.fillna("missing"), new.fillna("missing")
        for text in sorted(known.dropna().unique()):
            names.append(f"{feature}={text}")
            train_columns.append(known == text)
            test_columns.append(new == text)
    return stack(train_columns), stack(test_columns), names


def stack(columns):
    rows = [torch.tensor(column.to_numpy("float32")) for column in columns]
    return torch.stack(rows, dim=1)
