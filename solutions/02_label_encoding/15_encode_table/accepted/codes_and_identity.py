import pandas as pd
import torch


def encode_table(train, test, label):
    blocks, names = ([], []), []
    for feature in train.columns:
        if feature == label:
            continue
        if train[feature].dtype.kind in "if":
            names.append(feature)
            median = train[feature].median()
            for block, table in zip(blocks, (train, test), strict=True):
                values = table[feature].fillna(median).to_numpy()
                block.append(torch.tensor(values, dtype=torch.float32)[:, None])
        else:
            texts = sorted(set(train[feature].dropna()))
            names += [f"{feature}={text}" for text in texts]
            # The code -1 of what is unknown or missing picks the last row, which is all zeros.
            rows = torch.cat([torch.eye(len(texts)), torch.zeros(1, len(texts))])
            for block, table in zip(blocks, (train, test), strict=True):
                codes = pd.Index(texts).get_indexer(table[feature])
                block.append(rows[codes.tolist()])
    return torch.cat(blocks[0], dim=1), torch.cat(blocks[1], dim=1), names
