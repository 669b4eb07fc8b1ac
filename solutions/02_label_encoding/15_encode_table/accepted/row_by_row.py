import math
import statistics

import torch


def missing(cell):
    return cell is None or (isinstance(cell, float) and math.isnan(cell))


def encode_table(train, test, label):
    rules = []
    for feature in train.columns:
        present = [cell for cell in train[feature].tolist() if not missing(cell)]
        if feature == label:
            continue
        if isinstance(present[0], str):
            rules += [(f"{feature}={text}", feature, text) for text in sorted(set(present))]
        else:
            rules.append((feature, feature, statistics.median(present)))

    def cell_value(cell, rule):
        if isinstance(rule, str):
            return 1.0 if cell == rule else 0.0
        return float(rule) if missing(cell) else float(cell)

    def encode(table):
        rows = table.to_dict("records")
        return torch.tensor([[cell_value(row[f], rule) for _, f, rule in rules] for row in rows])

    return encode(train), encode(test), [name for name, _, _ in rules]
