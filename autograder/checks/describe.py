"""Values in plain words, for counterexamples."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from autograder.sandbox.codec import OnDevice

MAX_ITEMS = 24
MAX_TEXT = 300
MAX_DESCRIPTION = 2000


def describe(value: Any) -> str:
    """Return `value` in words a student knows: kind, dtype, shape and, when short, its contents.

    Any value has words, and never more than a report can hold.
    """
    try:
        return _capped(_words(value), MAX_DESCRIPTION)
    except Exception:  # some values have no text, as a date after the year 9999
        return f"a {type(value).__name__} that cannot be printed"


def _words(value: Any) -> str:
    if isinstance(value, OnDevice):
        return f"{describe(value.values)} on {value.device}"
    if isinstance(value, torch.Tensor):
        return _array_words("tensor", str(value.dtype).removeprefix("torch."), value)
    if isinstance(value, np.ndarray):
        return _array_words("array", str(value.dtype), value)
    if type(value).__module__.startswith("pandas") and hasattr(value, "shape"):
        shape = tuple(value.shape)
        kind = f"{type(value).__name__} of shape {shape}"
        if not 0 < value.size <= 80:
            return kind
        return (
            f"{kind}:\n{value.to_string(max_rows=12)}" if _is_array(value) else f"{kind}: {value}"
        )
    if isinstance(value, str):
        return _capped(repr(value))
    if isinstance(value, list | tuple) and any(_is_array(item) for item in value):
        inner = ", ".join(describe(item) for item in value[:6])
        more = ", ..." if len(value) > 6 else ""
        return f"[{inner}{more}]" if isinstance(value, list) else f"({inner}{more})"
    if isinstance(value, dict) and any(_is_array(item) for item in value.values()):
        items = list(value.items())[:8]
        return "{" + ", ".join(f"{_capped(repr(k))}: {describe(v)}" for k, v in items) + "}"
    return _capped(repr(value))


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


def _capped(text: str, limit: int = MAX_TEXT) -> str:
    return text if len(text) <= limit else text[: limit - 3] + "..."


def call_in_words(name: str, args: tuple, kwargs: dict[str, Any]) -> str:
    """Return one call in plain words, as ``one_hot(int64 tensor of shape (1,) = [2], k=3)``."""
    parts = [describe(value) for value in args]
    parts += [f"{key}={describe(value)}" for key, value in kwargs.items()]
    return f"{name}({', '.join(parts)})"
