"""Writing the filled column back changes the caller's table: afterwards nobody can tell any more
what was measured and what was made up. Keep the filled column in a variable of your own.

把填补后的列写回去会修改调用者的表格：之后谁也分不清哪些是测量得到的，哪些是填补的。应当把填补后的列放在自己的变量里。
"""

import pandas as pd
import torch

FAILS = ("check_tables_untouched",)


def encode_table(train, test, label):
    names, train_columns, test_columns = [], [], []
    for feature in train.columns:
        if feature == label:
            continue
        known, new = train[feature], test[feature]
        if pd.api.types.is_numeric_dtype(known):
            median = known.median()
            train[feature], test[feature] = known.fillna(median), new.fillna(median)
            names.append(feature)
            train_columns.append(train[feature])
            test_columns.append(test[feature])
            continue
        for text in sorted(known.dropna().unique()):
            names.append(f"{feature}={text}")
            train_columns.append(known == text)
            test_columns.append(new == text)
    return stack(train_columns), stack(test_columns), names


def stack(columns):
    rows = [torch.tensor(column.to_numpy("float32")) for column in columns]
    return torch.stack(rows, dim=1)
