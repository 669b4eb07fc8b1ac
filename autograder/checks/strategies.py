"""Hypothesis strategies for what the exercises take: sizes, tensors in any memory layout, labels.

Shapes are drawn by Hypothesis and shrink; contents come from a random stream of the argument's own
(`label` and the drawn seed), because two arguments that share one shrunken seed would be equal and
hide an answer that swaps them.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st

# A check, as its author defines it.
Check = Callable[..., None]

LAYOUTS = ("contiguous", "permuted", "sliced", "expanded")

# Seeds of a driver's network, batches and the like.
SEEDS = st.integers(0, 1 << 20)


def seeds_from(hidden_seed: int, count: int) -> tuple[int, ...]:
    """Return `count` seeds that depend on the hidden seed alone, each below 2**32.

    They come from NumPy's `SeedSequence`, so that neighbouring hidden seeds share none.
    """
    return tuple(np.random.SeedSequence(hidden_seed).generate_state(count).tolist())


def few(count: int, /, **strategies: st.SearchStrategy) -> Callable[[Check], Check]:
    """`given`, with `count` examples: for a check that meets all its cases with every example."""
    return lambda check: settings(max_examples=count)(given(**strategies)(check))


def examples(**columns: Sequence[Any]) -> Callable[[Check], Check]:
    """Try small cases of which one thinks oneself, in this order and before the drawn ones.

    Each argument of the check has a column with its value in every case: ``k=(1, 3), y=([], [2])``
    are the cases ``k=1, y=[]`` and ``k=3, y=[2]``. The one that fails is what the student is shown.
    Stands below `given` or `few`.

    Raises:
        ValueError: The columns are not equally long.
    """
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]

    def add(check: Check) -> Check:
        for row in reversed(rows):
            check = example(**row)(check)
        return check

    return add


def several(each: st.SearchStrategy, fewest: int, most: int | None = None) -> st.SearchStrategy:
    """Tuples of `fewest` to `most` (or exactly `fewest`) of what a strategy gives."""
    return st.lists(each, min_size=fewest, max_size=most or fewest).map(tuple)


def sizes(low: int = 0, high: int = 5) -> st.SearchStrategy[int]:
    """Sizes of one axis; small ones, with 0 and 1 whenever the range holds them."""
    return st.integers(low, high)


@st.composite
def arrays(
    draw: Any,
    shape: Sequence[Any] | st.SearchStrategy,
    dtype: Any = np.float32,
    *,
    low: float = -4,
    high: float = 4,
    label: str = "array",
) -> np.ndarray:
    """Draw an array.

    Args:
        shape: Sizes, each an int or a strategy, or a strategy for the whole shape.
        dtype: NumPy dtype; floats are multiples of 1/8 so that they print short and add exactly.
        low: Smallest value.
        high: Largest value, included.
        label: Name of the argument's random stream; different for each argument of one check.
    """
    drawn: Sequence[Any] = draw(shape) if isinstance(shape, st.SearchStrategy) else shape
    axes = tuple(draw(n) if isinstance(n, st.SearchStrategy) else n for n in drawn)
    seed = draw(st.integers(0, 2**16))
    # asarray, because NumPy draws a scalar where the shape is ().
    return np.asarray(_contents(axes, np.dtype(dtype), (low, high), (seed, label)))


def _contents(
    shape: tuple[int, ...], dtype: np.dtype, bounds: tuple[float, float], stream: tuple[int, str]
) -> np.ndarray:
    seed, label = stream
    rng = np.random.default_rng([seed, zlib.crc32(label.encode())])
    low, high = bounds
    if dtype.kind == "b":
        return rng.integers(0, 2, shape).astype(bool)
    if dtype.kind == "f":
        return (rng.integers(round(low * 8), round(high * 8) + 1, shape) / 8).astype(dtype)
    return rng.integers(int(low), int(high) + 1, shape).astype(dtype)


@st.composite
def tensors(
    draw: Any,
    shape: Sequence[Any] | st.SearchStrategy,
    dtype: torch.dtype = torch.float32,
    *,
    low: float = -4,
    high: float = 4,
    layouts: Sequence[str] = LAYOUTS,
    label: str = "tensor",
) -> torch.Tensor:
    """Draw a tensor in one of several memory layouts; the simplest is contiguous.

    Args:
        shape: Sizes, each an int or a strategy, or a strategy for the whole shape.
        dtype: Its dtype.
        low: Smallest value.
        high: Largest value, included.
        layouts: Which of `LAYOUTS` may be drawn.
        label: Name of the argument's random stream; different for each argument of one check.
    """
    numpy_dtype = torch.empty(0, dtype=dtype).numpy().dtype if dtype != torch.bfloat16 else "f4"
    array = draw(arrays(shape, numpy_dtype, low=low, high=high, label=label))
    layout = draw(st.sampled_from(tuple(layouts)))
    return relayout(torch.from_numpy(array).to(dtype), layout)


def relayout(value: torch.Tensor, layout: str) -> torch.Tensor:
    """Return a tensor equal to `value` with this memory layout.

    ``permuted`` stores the axes in reverse order, ``sliced`` takes every second entry of a wider
    storage at an offset, ``expanded`` repeats the first entry of the first axis with stride 0 (the
    only layout that changes the values).
    """
    if layout == "contiguous" or value.ndim == 0:
        return value.contiguous()
    if layout == "permuted":
        axes = tuple(range(value.ndim))[::-1]
        return value.permute(axes).contiguous().permute(axes)
    if layout == "sliced":
        wide = value.new_zeros((*value.shape[:-1], 2 * value.shape[-1] + 1))
        wide[..., 1::2] = value
        return wide[..., 1::2]
    if layout == "expanded":
        if value.shape[0] == 0:
            return value.contiguous()
        return value[:1].contiguous().expand(value.shape)
    raise ValueError(f"unknown layout {layout!r}; one of {LAYOUTS}")


@st.composite
def labels(draw: Any, count: Any, classes: Any, *, label: str = "labels") -> torch.Tensor:
    """Draw class ids: an int64 tensor of shape (count,) with values 0 .. classes - 1.

    Args:
        count: How many, an int or a strategy.
        classes: How many classes, an int or a strategy; at least 1.
    """
    count = draw(count) if isinstance(count, st.SearchStrategy) else count
    classes = draw(classes) if isinstance(classes, st.SearchStrategy) else classes
    ids = tensors((count,), torch.int64, low=0, high=classes - 1, layouts=LAYOUTS[:3], label=label)
    drawn: torch.Tensor = draw(ids)
    return drawn
