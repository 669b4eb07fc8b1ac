"""Each table is encoded by itself, so each gets columns for the texts that happen to occur in it,
and column 2 of one is not column 2 of the other. The columns are learned from the training table
and then used for both.

两张表格各自编码，各自只有恰好出现过的文本才有列，于是一张表的第 2 列并不是另一张表的第 2 列。应当从训练表格中学到有哪些列，再用于两张表格。
"""

import pandas as pd
import torch

FAILS = ("check_test_table", "check_unseen_category")


def encode_table(train, test, label):
    features = [c for c in train.columns if c != label]
    medians = train[features].median(numeric_only=True)

    def dummies(table):
        parts = []
        for feature in features:
            column = table[[feature]].fillna(medians)
            parts.append(pd.get_dummies(column, prefix_sep="=", dtype=float).reset_index(drop=True))
        return pd.concat(parts, axis=1)

    wide_train, wide_test = dummies(train), dummies(test)
    x_train = torch.tensor(wide_train.to_numpy(), dtype=torch.float32)
    x_test = torch.tensor(wide_test.to_numpy(), dtype=torch.float32)
    return x_train, x_test, list(wide_train.columns)
