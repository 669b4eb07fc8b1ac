"""pandas tables compared: by pandas, and cell by cell where pandas is not strict enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import pandas.testing as pdt

from autograder.checks.describe import describe

MAX_WORDS = 200


def difference(actual: Any, expected: Any, rtol: float, atol: float) -> str:
    """Return what pandas finds different in two tables of one type, or an empty text."""
    compare: Callable[..., None] = pdt.assert_index_equal
    if isinstance(expected, pd.DataFrame | pd.Series):
        is_frame = isinstance(expected, pd.DataFrame)
        compare = pdt.assert_frame_equal if is_frame else pdt.assert_series_equal
    try:
        if rtol or atol:
            compare(actual, expected, rtol=rtol, atol=atol)
        elif compare is pdt.assert_index_equal:
            compare(actual, expected)
        else:
            compare(actual, expected, check_exact=True)
    except Exception as error:  # also what it says to cells that it cannot compare
        return " ".join(str(error).split())[:MAX_WORDS] or type(error).__name__
    return ""


def loose_pairs(actual: Any, expected: Any) -> list[tuple[str, np.ndarray, np.ndarray]]:
    """Return what pandas compares too loosely: the place, and the values of both tables there.

    Among objects it takes None for NaN and 1 for True, and a complex NaN for any other. Tables of
    another form have no such pairs; pandas tells them apart.
    """
    found, wanted = list(_loose_parts(actual)), list(_loose_parts(expected))
    if [_form(part) for _, part in found] != [_form(part) for _, part in wanted]:
        return []
    return [(place, left, right) for (_, left), (place, right) in zip(found, wanted, strict=True)]


def _loose_parts(table: Any, where: str = "") -> Iterator[tuple[str, np.ndarray]]:
    if isinstance(table, pd.DataFrame):
        yield from _loose_parts(table.columns, ".columns")
        yield from _loose_parts(table.index, ".index")
        for position, label in enumerate(table.columns):
            yield from _loose_parts(table.iloc[:, position].array, f"[{describe(label)}]")
    elif isinstance(table, pd.Series):
        yield from _loose_parts(table.index, ".index")
        yield from _loose_parts(table.array)
    elif isinstance(table, pd.MultiIndex):
        for level in range(table.nlevels):
            yield from _loose_parts(table.get_level_values(level), f"{where}.levels[{level}]")
    elif isinstance(table.dtype, pd.CategoricalDtype):
        yield from _loose_parts(table.dtype.categories, f"{where}.categories")
    else:
        dtype = getattr(table.dtype, "numpy_dtype", table.dtype)  # a column's array wraps it
        if isinstance(dtype, np.dtype) and dtype.kind in "Oc":
            yield where, np.asarray(table)


def _form(part: np.ndarray) -> tuple[tuple[int, ...], np.dtype]:
    return part.shape, part.dtype
