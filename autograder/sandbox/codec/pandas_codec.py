"""pandas tables for the codec: columns, dtypes, categories, missing values and the index.

A module of its own because importing pandas takes 0.3 s that most submissions never need.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
import pandas as pd

from autograder.errors import CodecError
from autograder.sandbox.codec.values import (
    COLUMN_PARTS,
    TABLE_PARTS,
    Allowance,
    NoPlainForm,
    numpy_dtype,
    objects_of,
)

_STRINGS = {name: pd.array([], dtype=name).dtype for name in ("str", "string")}
_MASKED = {
    "boolean": pd.arrays.BooleanArray,
    **{f"{sign}{bits}": pd.arrays.IntegerArray
       for sign in ("Int", "UInt") for bits in (8, 16, 32, 64)},
    "Float32": pd.arrays.FloatingArray,
    "Float64": pd.arrays.FloatingArray,
}  # fmt: skip
_UNITS = frozenset({"s", "ms", "us", "ns"})


class _End(Protocol):
    """What either end of the codec offers here: an account, and nodes of other values."""

    allowance: Allowance

    def node(self, value: Any, depth: int, /) -> Any: ...

    def items(self, values: Any, depth: int, /) -> list[Any]: ...


class _Reader(_End, Protocol):
    def ints(self, depth: int, trees: Any, /) -> list[int]: ...


def _write_values(writer: _End, values: Any, depth: int) -> Any:
    """Return the node of one column: the kind of its dtype and its cells."""
    writer.allowance.spend(COLUMN_PARTS, depth)
    depth += 1
    if type(values) is pd.arrays.NumpyExtensionArray:
        values = values.to_numpy()
    dtype = values.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        codes = writer.node(np.asarray(values.codes), depth)
        return ["category", codes, _write_index(writer, dtype.categories, depth), dtype.ordered]
    if isinstance(dtype, np.dtype):
        if dtype.kind == "O":
            return ["cells", writer.items(values.tolist(), depth)]
        if numpy_dtype(dtype.str) is not None:
            return ["plain", writer.node(np.asarray(values), depth)]
    elif isinstance(dtype, pd.DatetimeTZDtype) and dtype.tz is datetime.UTC:
        return ["utc", writer.node(values.tz_convert(None).to_numpy(), depth)]
    elif _is_plain_string(dtype):
        missing = values.isna()
        cells = [None if gone else cell for cell, gone in zip(values, missing, strict=True)]
        return ["strings", dtype.name, writer.items(cells, depth)]
    elif dtype.name in _MASKED:
        present = values.to_numpy(dtype=dtype.numpy_dtype, na_value=0)
        mask = writer.node(np.asarray(values.isna()), depth)
        return ["masked", dtype.name, writer.node(present, depth), mask]
    raise NoPlainForm


def _is_plain_string(dtype: Any) -> bool:
    known = _STRINGS.get(dtype.name)
    return isinstance(dtype, pd.StringDtype) and known == dtype and known.storage == dtype.storage


def _read_values(reader: _Reader, depth: int, node: Any) -> Any:
    """Return one column as an array."""
    reader.allowance.spend(COLUMN_PARTS, depth)
    kind, *rest = node
    return _COLUMNS[kind](reader, depth + 1, *rest)


def _read_category(reader: _Reader, depth: int, codes: Any, categories: Any, ordered: Any) -> Any:
    return pd.Categorical.from_codes(
        _read_array(reader, depth, codes),
        categories=_read_index(reader, depth, categories),
        ordered=ordered is True,
    )


def _read_array(reader: _Reader, depth: int, node: Any) -> np.ndarray:
    values = reader.node(node, depth)
    if type(values) is not np.ndarray or values.ndim != 1 or values.dtype.kind == "O":
        raise CodecError("malformed column")
    return values


def _read_utc(reader: _Reader, depth: int, node: Any) -> Any:
    return pd.DatetimeIndex(_read_array(reader, depth, node)).tz_localize("UTC").array


def _read_strings(reader: _Reader, depth: int, name: str, trees: list[Any]) -> Any:
    cells = reader.items(trees, depth)
    if name not in _STRINGS or any(cell is not None and type(cell) is not str for cell in cells):
        raise CodecError("malformed column of strings")
    return pd.array(cells, dtype=_STRINGS[name])


def _read_masked(reader: _Reader, depth: int, name: str, values: Any, mask: Any) -> Any:
    values, mask = _read_array(reader, depth, values), _read_array(reader, depth, mask)
    column = _MASKED[name](values, mask)
    if column.dtype.name != name:
        raise CodecError("malformed column")
    return column


_COLUMNS: dict[str, Callable[..., Any]] = {
    "category": _read_category,
    "plain": _read_array,
    "cells": lambda r, d, trees: objects_of(r.items(trees, d)),
    "utc": _read_utc,
    "strings": _read_strings,
    "masked": _read_masked,
}


def _write_index(writer: _End, index: pd.Index, depth: int, rows: int = -1) -> Any:
    """Return the node of an index that labels `rows` rows of data, or none."""
    writer.allowance.spend(COLUMN_PARTS, depth)
    depth += 1
    if type(index) is pd.MultiIndex:
        levels = [_write_index(writer, level, depth) for level in index.levels]
        codes = [writer.node(np.asarray(codes), depth) for codes in index.codes]
        return ["multi", levels, codes, writer.items(index.names, depth)]
    name = writer.node(index.name, depth)
    if type(index) is pd.RangeIndex:
        _check_length(writer, len(index), rows)
        return ["range", *writer.items((index.start, index.stop, index.step), depth), name]
    if type(index) not in (pd.Index, pd.CategoricalIndex, pd.DatetimeIndex, pd.TimedeltaIndex):
        raise NoPlainForm
    values = _write_values(writer, index.array, depth)
    if getattr(index, "freq", None) is not None:
        return ["regular", values, name, _frequency(index)]
    return ["values", values, name]


def _frequency(index: Any) -> str:
    text: str = index.freqstr
    try:
        if pd.tseries.frequencies.to_offset(text) == index.freq:
            return text
    except ValueError:
        pass
    raise NoPlainForm


def _read_index(reader: _Reader, depth: int, node: Any, rows: int = -1) -> pd.Index:
    reader.allowance.spend(COLUMN_PARTS, depth)
    kind, *rest = node
    if kind == "range":
        return _read_range(reader, depth + 1, rows, *rest)
    return _INDEXES[kind](reader, depth + 1, *rest)


def _read_range(reader: _Reader, depth: int, rows: int, *rest: Any) -> pd.Index:
    start, stop, step, name = rest
    _check_length(reader, len(range(*reader.ints(depth, [start, stop, step]))), rows)
    return pd.RangeIndex(start, stop, step, name=reader.node(name, depth))


def _check_length(end: _End, length: int, rows: int) -> None:
    """Refuse a range that no data bounds and that would be huge when pandas spells it out."""
    if length != rows and not end.allowance.expand(8 * length, 0):
        raise CodecError("an index too long")


def _read_multi(
    reader: _Reader, depth: int, levels: list[Any], codes: list[Any], names: list[Any]
) -> pd.Index:
    return pd.MultiIndex(
        # The stubs name lists of a level's values; pandas documents any array.
        levels=[_read_index(reader, depth, level) for level in levels],  # type: ignore[misc]
        codes=[_read_array(reader, depth, node) for node in codes],  # type: ignore[misc]
        names=reader.items(names, depth),
    )


def _read_labels(reader: _Reader, depth: int, values: Any, name: Any) -> pd.Index:
    values = _read_values(reader, depth, values)
    index: pd.Index = pd.Index(values, dtype=_dtype(values), name=reader.node(name, depth))
    return index


def _read_regular(reader: _Reader, depth: int, values: Any, name: Any, frequency: str) -> pd.Index:
    index = _read_labels(reader, depth, values, name)
    if not isinstance(index, pd.DatetimeIndex | pd.TimedeltaIndex):
        raise CodecError("only times have a frequency")
    if type(frequency) is not str or len(frequency) > 20:
        raise CodecError("malformed frequency")
    # Read-only in the stubs; pandas lets it be set, and checks it against the values.
    index.freq = frequency  # type: ignore[misc, assignment]
    return index


_INDEXES: dict[str, Callable[..., pd.Index]] = {
    "multi": _read_multi,
    "values": _read_labels,
    "regular": _read_regular,
}


def _check_flags(table: Any) -> None:
    if table.attrs or not table.flags.allows_duplicate_labels:
        raise NoPlainForm


def _write_frame(writer: _End, frame: pd.DataFrame, depth: int) -> Any:
    _check_flags(frame)
    writer.allowance.spend(TABLE_PARTS)
    columns = [_write_values(writer, frame.iloc[:, i].array, depth) for i in range(frame.shape[1])]
    height, width = frame.shape
    return ["frame", _write_index(writer, frame.columns, depth, width),
            _write_index(writer, frame.index, depth, height if width else -1), columns]  # fmt: skip


def _read_frame(
    reader: _Reader, depth: int, labels: Any, index: Any, columns: list[Any]
) -> pd.DataFrame:
    reader.allowance.spend(TABLE_PARTS)
    values = [_read_values(reader, depth, column) for column in columns]
    labels = _read_index(reader, depth, labels, len(columns))
    index = _read_index(reader, depth, index, len(values[0]) if values else -1)
    frame = pd.DataFrame({i: _series(v, index) for i, v in enumerate(values)}, index=index)
    if len(labels) != len(columns):
        raise CodecError("as many labels as columns are needed")
    frame.columns = labels
    return frame


def _write_series(writer: _End, series: pd.Series, depth: int) -> Any:
    _check_flags(series)
    writer.allowance.spend(TABLE_PARTS)
    values = _write_values(writer, series.array, depth)
    index = _write_index(writer, series.index, depth, len(series))
    return ["series", values, index, writer.node(series.name, depth)]


def _read_series(reader: _Reader, depth: int, values: Any, index: Any, name: Any) -> pd.Series:
    reader.allowance.spend(TABLE_PARTS)
    values = _read_values(reader, depth, values)
    series = _series(values, _read_index(reader, depth, index, len(values)))
    series.name = reader.node(name, depth)
    return series


def _series(values: Any, index: pd.Index) -> pd.Series:
    series: pd.Series = pd.Series(values, index=index, dtype=_dtype(values))
    return series


def _dtype(values: Any) -> Any:
    """Return what keeps pandas from making strings of an array of objects."""
    return object if type(values) is np.ndarray and values.dtype.kind == "O" else None


def _write_time(writer: _End, value: Any, depth: int) -> Any:
    utc = getattr(value, "tzinfo", None) is datetime.UTC
    if getattr(value, "tzinfo", None) is not None and not utc:
        raise NoPlainForm
    return ["time", writer.node(value.asm8, depth), utc]


def _read_time(reader: _Reader, depth: int, node: Any, utc: Any) -> Any:
    value = reader.node(node, depth)
    if not isinstance(value, np.datetime64 | np.timedelta64):
        raise CodecError("expected a time")
    if np.datetime_data(value.dtype)[0] not in _UNITS or np.isnat(value):
        raise CodecError("malformed time")
    if isinstance(value, np.timedelta64):
        return pd.Timedelta(value)
    return pd.Timestamp(value).tz_localize("UTC") if utc is True else pd.Timestamp(value)


def _write_alone(writer: _End, index: pd.Index, depth: int) -> Any:
    writer.allowance.spend(TABLE_PARTS)
    return ["index", _write_index(writer, index, depth)]


def _read_alone(reader: _Reader, depth: int, node: Any) -> pd.Index:
    reader.allowance.spend(TABLE_PARTS)
    return _read_index(reader, depth, node)


WRITERS: dict[type, Callable[[Any, Any, int], Any]] = {
    pd.DataFrame: _write_frame,
    pd.Series: _write_series,
    pd.Index: _write_alone,
    pd.RangeIndex: _write_alone,
    pd.MultiIndex: _write_alone,
    pd.CategoricalIndex: _write_alone,
    pd.DatetimeIndex: _write_alone,
    pd.TimedeltaIndex: _write_alone,
    type(pd.NA): lambda w, v, d: ["missing", "NA"],
    type(pd.NaT): lambda w, v, d: ["missing", "NaT"],
    pd.Timestamp: _write_time,
    pd.Timedelta: _write_time,
}
READERS: dict[str, Callable[..., Any]] = {
    "frame": _read_frame,
    "series": _read_series,
    "index": _read_alone,
    "missing": lambda r, d, name: {"NA": pd.NA, "NaT": pd.NaT}[name],
    "time": _read_time,
}
