"""A table with a lone surrogate, which no UTF-8 report can hold."""

import pandas as pd


def double(x):
    return pd.DataFrame({"\udc80": ["\ud800\x1b[2J", None]}, dtype=object)
