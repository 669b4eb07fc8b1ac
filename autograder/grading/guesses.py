"""Guesses at what went wrong, from a result and what was expected, where no misconception is known.

A guess is a change that turns what a submission returned into exactly what was expected, on every
input that was seen to fail. One that would fit by chance (all numbers are alike, too few of them)
is not made. Pure; what a guess is about stays with whoever may see the expected values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import permutations
from typing import Any

import numpy as np
import torch

from autograder.grading import numeric_guesses
from autograder.grading.numeric_guesses import Idea, same
from autograder.model import Text
from autograder.sandbox.codec import OnDevice

MAX_NUMBERS = 20_000
KINDS: tuple[tuple[Callable[[Any], bool], Text], ...] = (
    (lambda v: isinstance(v, torch.Tensor), Text("a tensor", "张量")),
    (lambda v: isinstance(v, np.ndarray), Text("a NumPy array", "NumPy 数组")),
    (lambda v: type(v) is bool, Text("a bool", "bool")),
    (lambda v: type(v) is int, Text("an int", "int")),
    (lambda v: type(v) is float, Text("a float", "float")),
    (lambda v: type(v) is list, Text("a list", "list")),
    (lambda v: type(v) is tuple, Text("a tuple", "tuple")),
    (lambda v: type(v) is str, Text("a str", "str")),
)

# One failure: (got, expected), a part before the whole that holds it.
Compared = Sequence[tuple[Any, Any]]


def guess(evidence: Sequence[Compared]) -> Text:
    """Return one sentence about what seems to have happened, or an empty text.

    Args:
        evidence: What each failing run of one check compared.
    """
    try:
        for inwards in range(max(map(len, evidence), default=0)):
            pairs = [each[max(len(each) - 1 - inwards, 0)] for each in evidence]
            found = next(_that_fit(pairs), None)
            if found is not None:
                return found.text
    except (RuntimeError, TypeError, ValueError, OverflowError):
        pass  # values that no arithmetic is made for, as of strange dtypes: nothing is guessed
    return Text()


def _that_fit(pairs: Sequence[tuple[Any, Any]]) -> Iterator[Idea]:
    pairs = [pair for pair in pairs if not same(*map(_numbers, pair)) or _kinds_differ(*pair)]
    if not pairs:
        return
    pooled = _pooled(pairs)
    if pooled is not None:
        yield from numeric_guesses.of_values(*pooled)
    got, expected = max(pairs, key=lambda pair: _size(pair[1]))
    for idea in _ideas(got, expected):
        if all(idea.fits(*pair) for pair in pairs):
            yield idea


def _ideas(got: Any, expected: Any) -> Iterator[Idea]:
    yield from _of_kinds(got, expected)
    yield from _of_parts(got, expected)
    left, right = _numbers(got), _numbers(expected)
    if left is None or right is None or max(left.numel(), right.numel()) > MAX_NUMBERS:
        return
    for idea in numeric_guesses.of(left, right):
        yield Idea(idea.text, partial(_fits_numbers, fits=idea.fits))


def _fits_numbers(got: Any, expected: Any, fits: Callable[[Any, Any], bool]) -> bool:
    left, right = _numbers(got), _numbers(expected)
    return left is not None and right is not None and fits(left, right)


def _of_kinds(got: Any, expected: Any) -> Iterator[Idea]:
    """Yield that only the type, the dtype or the device is wrong."""
    if not _kinds_differ(got, expected):
        return
    left, right = _kind(got), _kind(expected)
    if isinstance(got, OnDevice):
        text = Text("the numbers are right, only their device is not",
                    "数值正确,只是所在设备不对")  # fmt: skip
    elif left == right:
        text = Text(
            f"the numbers are right, only their dtype is not: it is {_dtype(got)} and should be "
            f"{_dtype(expected)}",
            f"数值正确,只是 dtype 不对:现在是 {_dtype(got)},应为 {_dtype(expected)}",
        )
    elif left and right:
        text = Text(
            f"the content is right, but it is {left.en} where {right.en} is wanted",
            f"内容正确,但类型是 {left.zh},应为 {right.zh}",
        )
    else:
        return
    if _is_alike(got, expected):
        yield Idea(text, _is_alike)


def _kinds_differ(got: Any, expected: Any) -> bool:
    return _kind(got) != _kind(expected) or _dtype(got) != _dtype(expected)


def _kind(value: Any) -> Text:
    return next((text for is_one, text in KINDS if is_one(value)), Text())


def _dtype(value: Any) -> str:
    return str(value.dtype).removeprefix("torch.") if hasattr(value, "dtype") else ""


def _is_alike(got: Any, expected: Any) -> bool:
    """Whether both hold the same numbers or items, whatever they are held by."""
    if isinstance(got, str) != isinstance(expected, str):
        return str(got) == str(expected) and not isinstance(expected, bool)
    if type(got) in (list, tuple) and type(expected) in (list, tuple):
        return len(got) == len(expected) > 0 and all(map(_is_equal, got, expected))
    if isinstance(got, OnDevice):
        got = got.values
    left, right = _numbers(got), _numbers(expected)
    if left is None or right is None:
        return False
    if left.numel() == right.numel() == 1:
        left, right = left.reshape(()), right.reshape(())
    return left.numel() > 0 and same(left, right)


def _is_equal(left: Any, right: Any) -> bool:
    """Whether two items are the same in kind and content."""
    if _kinds_differ(left, right):
        return False
    if type(left) in (list, tuple):
        return len(left) == len(right) and all(map(_is_equal, left, right))
    numbers = _numbers(left), _numbers(right)
    if numbers[0] is None or numbers[1] is None:
        return type(left) is type(right) is str and left == right
    return same(*numbers)


def _of_parts(got: Any, expected: Any) -> Iterator[Idea]:
    """Yield that the parts of a tuple or list, or the items of it, are in another order."""
    if type(got) not in (list, tuple) or type(got) is not type(expected):
        return
    if not 2 <= len(expected) <= 4 or len(got) != len(expected):
        return
    if all(isinstance(item, int | float) for item in expected) and type(expected) is list:
        return  # numbers in a list are values, not parts
    text = Text("the parts of the result are right, but in another order",
                "结果的各部分都正确,但顺序不同")  # fmt: skip
    for order in permutations(range(len(expected))):
        if _are_in_order(got, expected, order):
            yield Idea(text, partial(_are_in_order, order=order))


def _are_in_order(got: Any, expected: Any, order: tuple[int, ...]) -> bool:
    if type(got) is not type(expected) or not len(got) == len(expected) == len(order):
        return False
    return all(_is_equal(got[place], expected[n]) for n, place in enumerate(order))


def _numbers(value: Any) -> torch.Tensor | None:
    """Return a value's numbers in double precision, or None if it is not made of real numbers."""
    if isinstance(value, torch.Tensor):
        return None if value.is_complex() else value.detach().to(torch.float64)
    if isinstance(value, np.ndarray):
        return torch.from_numpy(value.astype(np.float64)) if value.dtype.kind in "biuf" else None
    if isinstance(value, bool | int | float):
        return torch.tensor(float(value), dtype=torch.float64)
    if type(value) in (list, tuple) and 0 < len(value) <= MAX_NUMBERS:
        if all(type(item) in (bool, int, float) for item in value):
            return torch.tensor([float(item) for item in value], dtype=torch.float64)
        rows = [_numbers(item) if type(item) in (list, tuple) else None for item in value]
        made = [row for row in rows if row is not None]
        if len(made) == len(rows) and len({row.shape for row in made}) == 1:
            return torch.stack(made)
    return None


def _pooled(pairs: Sequence[tuple[Any, Any]]) -> tuple[torch.Tensor, torch.Tensor] | None:
    """Return single numbers of several runs in a row; None if they are something else."""
    numbers = [(_numbers(got), _numbers(expected)) for got, expected in pairs]
    if any(n is None or n.ndim for pair in numbers for n in pair):
        return None
    # None was ruled out above; a checker cannot see that through `any`.
    left, right = (torch.stack([pair[side] for pair in numbers]) for side in (0, 1))  # type: ignore[misc]
    return left, right


def _size(value: Any) -> int:
    numbers = _numbers(value)
    return 0 if numbers is None else int(numbers.unique().numel())
