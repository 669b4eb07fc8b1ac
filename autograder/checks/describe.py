"""Values in plain words, for counterexamples."""

from __future__ import annotations

from itertools import islice
from typing import Any

import numpy as np
import torch

from autograder.sandbox.codec import OnDevice

MAX_ITEMS = 24
MAX_TEXT = 300
MAX_DESCRIPTION = 2000
MAX_VALUES = 200  # of which a description speaks; the time it takes is bounded too
MAX_CELL = 60
MAX_FLOATS = 4  # that are printed within a sentence


def describe(value: Any) -> str:
    """Return `value` in words a student knows: kind, dtype, shape and, when short, its contents.

    Any value has words, and never more than a report can hold.
    """
    try:
        return capped(_words(value, [MAX_VALUES]), MAX_DESCRIPTION)
    except Exception:  # some values have no text, as a date after the year 9999
        return f"a {type(value).__name__} that cannot be printed"


_BRACKETS: dict[type, tuple[str, str]] = {
    list: ("[", "]"),
    tuple: ("(", ")"),
    dict: ("{", "}"),
    set: ("{", "}"),
    frozenset: ("frozenset({", "})"),
}


def _words(value: Any, left: list[int]) -> str:
    """Return `value` in words, and take the values it speaks of from what is `left`."""
    left[0] -= 1
    if left[0] < 0:
        return "..."
    if isinstance(value, OnDevice):
        return f"{_words(value.values, left)} on {value.device}"
    if isinstance(value, torch.Tensor):
        return _array_words("tensor", str(value.dtype).removeprefix("torch."), value)
    if isinstance(value, np.ndarray):
        return _array_words("array", str(value.dtype), value)
    if type(value).__module__.startswith("pandas") and hasattr(value, "shape"):
        shape = tuple(value.shape)
        kind = f"{type(value).__name__} of shape {shape}"
        if not 0 < value.size <= 80:
            return kind
        return f"{kind}{_table_text(value)}"
    if isinstance(value, str):
        return capped(repr(value[:MAX_TEXT]))
    if type(value) in _BRACKETS and value:  # in this order: pandas.NA has no truth
        opening, closing = _BRACKETS[type(value)]
        more = (
            ", ..." if len(value) > MAX_ITEMS else "," * (type(value) is tuple and len(value) == 1)
        )
        return f"{opening}{', '.join(_items(value, left))}{more}{closing}"
    return capped(repr(value))


def _items(value: Any, left: list[int]) -> list[str]:
    if isinstance(value, dict):
        pairs = islice(value.items(), MAX_ITEMS)
        return [f"{_words(k, left)}: {_words(v, left)}" for k, v in pairs]
    return [_words(item, left) for item in islice(value, MAX_ITEMS)]


def _table_text(value: Any) -> str:
    """Return a small table's cells; a long text in one would make every other cell as long."""
    import pandas as pd

    with pd.option_context("display.max_colwidth", MAX_CELL):
        if not _is_array(value):
            return f": {value}"
        if value.ndim == 2:
            return f":\n{value.to_string(max_rows=12, max_colwidth=MAX_CELL)}"
        return f":\n{value.to_string(max_rows=12)}"


def _is_array(value: Any) -> bool:
    return isinstance(value, torch.Tensor | np.ndarray) or hasattr(value, "to_string")


def _array_words(kind: str, dtype: str, value: Any) -> str:
    shape = tuple(value.shape)
    contents = ""
    if 0 < int(np.prod(shape)) <= MAX_ITEMS:
        detached = value.detach() if isinstance(value, torch.Tensor) else value
        contents = f" = {_numbers(detached.tolist())}"
    return f"{dtype} {kind} of shape {shape}{contents}"


def _numbers(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_numbers(item) for item in value) + "]"
    return f"{value:.6g}" if isinstance(value, float) else repr(value)


def capped(text: str, limit: int = MAX_TEXT) -> str:
    """Return `text`, cut where it is longer than `limit`."""
    return text if len(text) <= limit else text[: limit - 3] + "..."


def shortly(value: Any) -> str:
    """Return a value for the middle of a sentence: many numbers as their shape, a text as it is."""
    if isinstance(value, str):
        return capped(value, MAX_CELL)
    if isinstance(value, torch.device):
        return str(value)
    if isinstance(value, torch.Tensor) and value.is_floating_point() and value.numel() > MAX_FLOATS:
        return f"{str(value.dtype).removeprefix('torch.')} of shape {tuple(value.shape)}"
    if type(value) in (list, tuple):
        more = ", ..." if len(value) > MAX_ITEMS else ""
        inner = ", ".join(_inner(item) for item in value[:MAX_ITEMS]) + more
        return inner or "none"
    return describe(value)


def _inner(value: Any) -> str:
    text = shortly(value)
    return f"({text})" if type(value) in (list, tuple) else text


def call_in_words(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    """Return one call in plain words, as ``one_hot(int64 tensor of shape (1,) = [2], k=3)``."""
    parts = [describe(value) for value in args]
    parts += [f"{key}={describe(value)}" for key, value in kwargs.items()]
    return f"{name}({', '.join(parts)})"
