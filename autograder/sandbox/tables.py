"""pandas tables for the codec: columns, dtypes, categories, missing values and the index.

A module of its own because importing pandas takes 0.3 s that most submissions never need.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from autograder.errors import CodecError


def _write_values(writer: Any, values: Any, depth: int) -> Any:
    """Return the node of one column: its dtype's name and its cells."""
    if isinstance(values, pd.arrays.NumpyExtensionArray):
        values = values.to_numpy()
    dtype = values.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        codes = writer.array(np.asarray(values.codes), depth)
        categories = _write_values(writer, dtype.categories.array, depth)
        return ["category", codes, categories, bool(dtype.ordered)]
    if isinstance(dtype, np.dtype) and dtype.kind in "biufcmM":
        return ["plain", writer.array(np.asarray(values), depth)]
    cells = [None if _is_missing(cell) else cell for cell in values.tolist()]
    missing = "none" if dtype == np.dtype(object) else "dtype"
    kept_nan = [isinstance(cell, float) and cell != cell for cell in values.tolist()]
    return ["cells", str(dtype), missing, writer.items(cells, depth), kept_nan]


def _is_missing(cell: Any) -> bool:
    return (
        cell is None
        or cell is pd.NA
        or cell is pd.NaT
        or (isinstance(cell, float) and cell != cell)
    )


def _read_values(reader: Any, node: Any, depth: int) -> Any:
    kind, *rest = node
    if kind == "category":
        codes, categories, ordered = rest
        return pd.Categorical.from_codes(
            reader.node(codes, depth),
            categories=pd.Index(_read_values(reader, categories, depth)),
            ordered=bool(ordered),
        )
    if kind == "plain":
        return reader.node(rest[0], depth)
    if kind != "cells":
        raise CodecError("malformed column")
    dtype, missing, trees, kept_nan = rest
    cells = reader.items(trees, depth)
    if missing == "none":
        cells = [float("nan") if nan else cell for cell, nan in zip(cells, kept_nan, strict=True)]
        out = np.empty(len(cells), dtype=object)
        out[:] = cells
        return out
    if dtype not in _EXTENSION_DTYPES:
        raise CodecError("unexpected column dtype")
    return pd.array(cells, dtype=dtype)


_EXTENSION_DTYPES = frozenset(
    {"str", "string", "boolean", "Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32",
     "UInt64", "Float32", "Float64"}
)  # fmt: skip


def _write_index(writer: Any, index: pd.Index, depth: int) -> Any:
    name = writer.node(index.name, depth)
    if type(index) is pd.RangeIndex:
        return ["range", index.start, index.stop, index.step, name]
    if isinstance(index, pd.MultiIndex):
        return ["multi", writer.items(index.tolist(), depth), writer.items(index.names, depth)]
    return ["values", _write_values(writer, index.array, depth), name]


def _read_index(reader: Any, node: Any, depth: int) -> pd.Index:
    kind, *rest = node
    if kind == "range":
        start, stop, step, name = rest
        return pd.RangeIndex(start, stop, step, name=reader.node(name, depth))
    if kind == "multi":
        rows, names = rest
        return pd.MultiIndex.from_tuples(
            reader.items(rows, depth), names=reader.items(names, depth)
        )
    values, name = rest
    return pd.Index(_read_values(reader, values, depth), name=reader.node(name, depth))


def _write_frame(writer: Any, frame: pd.DataFrame, depth: int) -> Any:
    columns = [_write_values(writer, frame.iloc[:, i].array, depth) for i in range(frame.shape[1])]
    return ["frame", _write_index(writer, frame.columns, depth),
            _write_index(writer, frame.index, depth), columns]  # fmt: skip


def _read_frame(reader: Any, depth: int, labels: Any, index: Any, columns: list) -> pd.DataFrame:
    labels, index = _read_index(reader, labels, depth), _read_index(reader, index, depth)
    data = {i: pd.Series(_read_values(reader, column, depth), index=index)
            for i, column in enumerate(columns)}  # fmt: skip
    frame = pd.DataFrame(data, index=index)
    if len(labels) != len(columns):
        raise CodecError("as many labels as columns are needed")
    frame.columns = labels
    return frame


def _write_series(writer: Any, series: pd.Series, depth: int) -> Any:
    return ["series", _write_values(writer, series.array, depth),
            _write_index(writer, series.index, depth), writer.node(series.name, depth)]  # fmt: skip


def _read_series(reader: Any, depth: int, values: Any, index: Any, name: Any) -> pd.Series:
    index = _read_index(reader, index, depth)
    return pd.Series(_read_values(reader, values, depth), index=index,
                     name=reader.node(name, depth))  # fmt: skip


WRITERS = {
    pd.DataFrame: _write_frame,
    pd.Series: _write_series,
    pd.Index: lambda w, v, d: ["index", _write_index(w, v, d)],
    pd.RangeIndex: lambda w, v, d: ["index", _write_index(w, v, d)],
    type(pd.NA): lambda w, v, d: ["missing", "NA"],
    type(pd.NaT): lambda w, v, d: ["missing", "NaT"],
    pd.Timestamp: lambda w, v, d: ["timestamp", v.isoformat()],
}
READERS = {
    "frame": _read_frame,
    "series": _read_series,
    "index": lambda r, d, node: _read_index(r, node, d),
    "missing": lambda r, d, name: {"NA": pd.NA, "NaT": pd.NaT}[name],
    "timestamp": lambda r, d, text: pd.Timestamp(text),
}
