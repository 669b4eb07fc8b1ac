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


class _Decoder(_End, Protocol):
    def ints(self, depth: int, trees: Any, /) -> list[int]: ...


def _encode_values(encoder: _End, values: Any, depth: int) -> Any:
    """Return the node of one column: the kind of its dtype and its cells."""
    encoder.allowance.spend(COLUMN_PARTS, depth)
    depth += 1
    if type(values) is pd.arrays.NumpyExtensionArray:
        values = values.to_numpy()
    dtype = values.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        codes = encoder.node(np.asarray(values.codes), depth)
        return ["category", codes, _encode_index(encoder, dtype.categories, depth), dtype.ordered]
    if isinstance(dtype, np.dtype):
        if dtype.kind == "O":
            return ["cells", encoder.items(values.tolist(), depth)]
        if numpy_dtype(dtype.str) is not None:
            return ["plain", encoder.node(np.asarray(values), depth)]
    elif isinstance(dtype, pd.DatetimeTZDtype) and dtype.tz is datetime.UTC:
        return ["utc", encoder.node(values.tz_convert(None).to_numpy(), depth)]
    elif _is_plain_string(dtype):
        missing = values.isna()
        cells = [None if gone else cell for cell, gone in zip(values, missing, strict=True)]
        return ["strings", dtype.name, encoder.items(cells, depth)]
    elif dtype.name in _MASKED:
        present = values.to_numpy(dtype=dtype.numpy_dtype, na_value=0)
        mask = encoder.node(np.asarray(values.isna()), depth)
        return ["masked", dtype.name, encoder.node(present, depth), mask]
    raise NoPlainForm


def _is_plain_string(dtype: Any) -> bool:
    known = _STRINGS.get(dtype.name)
    return isinstance(dtype, pd.StringDtype) and known == dtype and known.storage == dtype.storage


def _decode_values(decoder: _Decoder, depth: int, node: Any) -> Any:
    """Return one column as an array."""
    decoder.allowance.spend(COLUMN_PARTS, depth)
    kind, *rest = node
    return _COLUMNS[kind](decoder, depth + 1, *rest)


def _decode_category(
    decoder: _Decoder, depth: int, codes: Any, categories: Any, ordered: Any
) -> Any:
    return pd.Categorical.from_codes(
        _decode_array(decoder, depth, codes),
        categories=_decode_index(decoder, depth, categories),
        ordered=ordered is True,
    )


def _decode_array(decoder: _Decoder, depth: int, node: Any) -> np.ndarray:
    values = decoder.node(node, depth)
    if type(values) is not np.ndarray or values.ndim != 1 or values.dtype.kind == "O":
        raise CodecError("malformed column")
    return values


def _decode_utc(decoder: _Decoder, depth: int, node: Any) -> Any:
    return pd.DatetimeIndex(_decode_array(decoder, depth, node)).tz_localize("UTC").array


def _decode_strings(decoder: _Decoder, depth: int, name: str, trees: list[Any]) -> Any:
    cells = decoder.items(trees, depth)
    if name not in _STRINGS or any(cell is not None and type(cell) is not str for cell in cells):
        raise CodecError("malformed column of strings")
    return pd.array(cells, dtype=_STRINGS[name])


def _decode_masked(decoder: _Decoder, depth: int, name: str, values: Any, mask: Any) -> Any:
    values, mask = _decode_array(decoder, depth, values), _decode_array(decoder, depth, mask)
    column = _MASKED[name](values, mask)
    if column.dtype.name != name:
        raise CodecError("malformed column")
    return column


_COLUMNS: dict[str, Callable[..., Any]] = {
    "category": _decode_category,
    "plain": _decode_array,
    "cells": lambda r, d, trees: objects_of(r.items(trees, d)),
    "utc": _decode_utc,
    "strings": _decode_strings,
    "masked": _decode_masked,
}


def _encode_index(encoder: _End, index: pd.Index, depth: int, rows: int = -1) -> Any:
    """Return the node of an index that labels `rows` rows of data, or none."""
    encoder.allowance.spend(COLUMN_PARTS, depth)
    depth += 1
    if type(index) is pd.MultiIndex:
        levels = [_encode_index(encoder, level, depth) for level in index.levels]
        codes = [encoder.node(np.asarray(codes), depth) for codes in index.codes]
        return ["multi", levels, codes, encoder.items(index.names, depth)]
    name = encoder.node(index.name, depth)
    if type(index) is pd.RangeIndex:
        _check_length(encoder, len(index), rows)
        return ["range", *encoder.items((index.start, index.stop, index.step), depth), name]
    if type(index) not in (pd.Index, pd.CategoricalIndex, pd.DatetimeIndex, pd.TimedeltaIndex):
        raise NoPlainForm
    values = _encode_values(encoder, index.array, depth)
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


def _decode_index(decoder: _Decoder, depth: int, node: Any, rows: int = -1) -> pd.Index:
    decoder.allowance.spend(COLUMN_PARTS, depth)
    kind, *rest = node
    if kind == "range":
        return _decode_range(decoder, depth + 1, rows, *rest)
    return _INDEXES[kind](decoder, depth + 1, *rest)


def _decode_range(decoder: _Decoder, depth: int, rows: int, *rest: Any) -> pd.Index:
    start, stop, step, name = rest
    _check_length(decoder, len(range(*decoder.ints(depth, [start, stop, step]))), rows)
    return pd.RangeIndex(start, stop, step, name=decoder.node(name, depth))


def _check_length(end: _End, length: int, rows: int) -> None:
    """Refuse a range that no data bounds and that would be huge when pandas spells it out."""
    if length != rows and not end.allowance.expand(8 * length, 0):
        raise CodecError("an index too long")


def _decode_multi(
    decoder: _Decoder, depth: int, levels: list[Any], codes: list[Any], names: list[Any]
) -> pd.Index:
    return pd.MultiIndex(
        # The stubs name lists of a level's values; pandas documents any array.
        levels=[_decode_index(decoder, depth, level) for level in levels],  # type: ignore[misc]
        codes=[_decode_array(decoder, depth, node) for node in codes],  # type: ignore[misc]
        names=decoder.items(names, depth),
    )


def _decode_labels(decoder: _Decoder, depth: int, values: Any, name: Any) -> pd.Index:
    values = _decode_values(decoder, depth, values)
    index: pd.Index = pd.Index(values, dtype=_dtype(values), name=decoder.node(name, depth))
    return index


def _decode_regular(
    decoder: _Decoder, depth: int, values: Any, name: Any, frequency: str
) -> pd.Index:
    index = _decode_labels(decoder, depth, values, name)
    if not isinstance(index, pd.DatetimeIndex | pd.TimedeltaIndex):
        raise CodecError("only times have a frequency")
    if type(frequency) is not str or len(frequency) > 20:
        raise CodecError("malformed frequency")
    # Read-only in the stubs; pandas lets it be set, and checks it against the values.
    index.freq = frequency  # type: ignore[misc, assignment]
    return index


_INDEXES: dict[str, Callable[..., pd.Index]] = {
    "multi": _decode_multi,
    "values": _decode_labels,
    "regular": _decode_regular,
}


def _check_flags(table: Any) -> None:
    if table.attrs or not table.flags.allows_duplicate_labels:
        raise NoPlainForm


def _encode_frame(encoder: _End, frame: pd.DataFrame, depth: int) -> Any:
    _check_flags(frame)
    encoder.allowance.spend(TABLE_PARTS)
    columns = [
        _encode_values(encoder, frame.iloc[:, i].array, depth) for i in range(frame.shape[1])
    ]
    height, width = frame.shape
    labels = _encode_index(encoder, frame.columns, depth, width)
    index = _encode_index(encoder, frame.index, depth, height if width else -1)
    return ["frame", labels, index, columns]


def _decode_frame(
    decoder: _Decoder, depth: int, labels: Any, index: Any, columns: list[Any]
) -> pd.DataFrame:
    decoder.allowance.spend(TABLE_PARTS)
    values = [_decode_values(decoder, depth, column) for column in columns]
    labels = _decode_index(decoder, depth, labels, len(columns))
    index = _decode_index(decoder, depth, index, len(values[0]) if values else -1)
    frame = pd.DataFrame({i: _series(v, index) for i, v in enumerate(values)}, index=index)
    if len(labels) != len(columns):
        raise CodecError("as many labels as columns are needed")
    frame.columns = labels
    return frame


def _encode_series(encoder: _End, series: pd.Series, depth: int) -> Any:
    _check_flags(series)
    encoder.allowance.spend(TABLE_PARTS)
    values = _encode_values(encoder, series.array, depth)
    index = _encode_index(encoder, series.index, depth, len(series))
    return ["series", values, index, encoder.node(series.name, depth)]


def _decode_series(decoder: _Decoder, depth: int, values: Any, index: Any, name: Any) -> pd.Series:
    decoder.allowance.spend(TABLE_PARTS)
    values = _decode_values(decoder, depth, values)
    series = _series(values, _decode_index(decoder, depth, index, len(values)))
    series.name = decoder.node(name, depth)
    return series


def _series(values: Any, index: pd.Index) -> pd.Series:
    series: pd.Series = pd.Series(values, index=index, dtype=_dtype(values))
    return series


def _dtype(values: Any) -> Any:
    """Return what keeps pandas from making strings of an array of objects."""
    return object if type(values) is np.ndarray and values.dtype.kind == "O" else None


def _encode_time(encoder: _End, value: Any, depth: int) -> Any:
    utc = getattr(value, "tzinfo", None) is datetime.UTC
    if getattr(value, "tzinfo", None) is not None and not utc:
        raise NoPlainForm
    return ["time", encoder.node(value.asm8, depth), utc]


def _decode_time(decoder: _Decoder, depth: int, node: Any, utc: Any) -> Any:
    value = decoder.node(node, depth)
    if not isinstance(value, np.datetime64 | np.timedelta64):
        raise CodecError("expected a time")
    if np.datetime_data(value.dtype)[0] not in _UNITS or np.isnat(value):
        raise CodecError("malformed time")
    if isinstance(value, np.timedelta64):
        return pd.Timedelta(value)
    return pd.Timestamp(value).tz_localize("UTC") if utc is True else pd.Timestamp(value)


def _encode_alone(encoder: _End, index: pd.Index, depth: int) -> Any:
    encoder.allowance.spend(TABLE_PARTS)
    return ["index", _encode_index(encoder, index, depth)]


def _decode_alone(decoder: _Decoder, depth: int, node: Any) -> pd.Index:
    decoder.allowance.spend(TABLE_PARTS)
    return _decode_index(decoder, depth, node)


ENCODERS: dict[type, Callable[[Any, Any, int], Any]] = {
    pd.DataFrame: _encode_frame,
    pd.Series: _encode_series,
    pd.Index: _encode_alone,
    pd.RangeIndex: _encode_alone,
    pd.MultiIndex: _encode_alone,
    pd.CategoricalIndex: _encode_alone,
    pd.DatetimeIndex: _encode_alone,
    pd.TimedeltaIndex: _encode_alone,
    type(pd.NA): lambda w, v, d: ["missing", "NA"],
    type(pd.NaT): lambda w, v, d: ["missing", "NaT"],
    pd.Timestamp: _encode_time,
    pd.Timedelta: _encode_time,
}
DECODERS: dict[str, Callable[..., Any]] = {
    "frame": _decode_frame,
    "series": _decode_series,
    "index": _decode_alone,
    "missing": lambda r, d, name: {"NA": pd.NA, "NaT": pd.NaT}[name],
    "time": _decode_time,
}
