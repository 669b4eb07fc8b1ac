import pandas as pd


def task_type(labels):
    column = pd.Series(labels, dtype=object)
    present = column[column.notna()]
    if present.empty:
        return "unlabelled"
    whole = present.map(lambda y: not isinstance(y, float) or y == int(y))
    return "classification" if whole.all() else "regression"
