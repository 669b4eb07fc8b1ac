"""iterrows builds a new Series for every row, and every look into it costs as much as a whole column does.
A comparison or a fillna on a column treats all of its rows at once.

iterrows 为每一行新建一个 Series，而每次从中取一个值，代价都相当于处理一整列。对一列做比较或 fillna，一次就能处理所有行。
"""

import pandas as pd
import torch

FAILS = ("check_cpu_budget",)


def encode_table(train, test, label):
    rules = []
    for feature in train.columns:
        if feature == label:
            continue
        known = train[feature].dropna()
        if pd.api.types.is_numeric_dtype(known):
            rules.append((feature, feature, known.median()))
        else:
            rules += [(f"{feature}={text}", feature, text) for text in sorted(known.unique())]

    def encode(table):
        rows = []
        for _, row in table.iterrows():
            cells = []
            for _, feature, rule in rules:
                if isinstance(rule, str):
                    cells.append(float(row[feature] == rule))
                else:
                    cells.append(float(rule if pd.isna(row[feature]) else row[feature]))
            rows.append(cells)
        return torch.tensor(rows)

    return encode(train), encode(test), [name for name, _, _ in rules]
