"""Only columns that both tables share are kept for the test table. Where a text does not occur in
it, its column is gone, and all columns behind it move up. A column without any 1 is still a column.

测试表格只保留了两张表共有的列。某个文本没有出现时，它的列就消失了，后面的各列依次前移。一列里没有任何 1，它也仍然是一列。
"""

import pandas as pd
import torch

FAILS = ("check_test_table",)


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
    wide_test = wide_test[[c for c in wide_train.columns if c in wide_test.columns]]
    x_train = torch.tensor(wide_train.to_numpy(), dtype=torch.float32)
    x_test = torch.tensor(wide_test.to_numpy(), dtype=torch.float32)
    return x_train, x_test, list(wide_train.columns)
