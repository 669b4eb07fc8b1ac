"""A named tuple in a table calls a field `__array_interface__`: its address is 8."""

import pandas as pd

INTERFACE = {"shape": (), "typestr": "<f8", "data": (8, True), "version": 3}


class Pointer(tuple):
    _fields = ("__array_interface__",)


def double(x):
    return pd.Series([Pointer([INTERFACE])], dtype=object)
