"""What a result is made of, each part tested once: its type, its parts, its numbers, its arguments.

A word that is about one property accepts the others as they come: `assert_numbers` takes any dtype,
`as_number` a number in any form. So a mistake fails the check that is about it, and no other.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Protocol, TypeVar

import numpy as np
import torch

from autograder.checks.compare import (
    CheckFailed,
    assert_close,
    assert_equal,
    assert_tensor,
    assert_unchanged,
    differ,
    located,
)
from autograder.checks.describe import describe
from autograder.model import Text
from autograder.sandbox.processes.student import type_name

T = TypeVar("T")


class Observable(Protocol):
    """A function of the student's, as `student.f` is."""

    def observe(self, *arguments: Any) -> Any: ...


def assert_type(value: Any, kind: type[T]) -> T:
    """Return `value` if its type is exactly `kind`; a subclass, as bool for int, is another one.

    Raises:
        CheckFailed: It is of another type.
    """
    if type(value) is not kind:
        module = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
        raise differ(f"{module}{kind.__name__}", f"{type_name(value)}: {describe(value)}")
    return value


def assert_parts(
    result: Any,
    *names: str,
    kinds: tuple[type, ...] = (tuple,),
    each: Callable[[Any], Any] | None = None,
) -> tuple[Any, ...]:
    """Return the parts of a result once it is a tuple with one part for each name.

    Args:
        names: What a student calls the parts, as ``"X", "y"``.
        kinds: The types that will do for the whole; the first one is named in the sentence.
        each: Is called with each part, as `assert_tensor`; its failure says which part it met.

    Raises:
        CheckFailed: It is something else, or has another number of parts.
    """
    wanted = f"a {kinds[0].__name__} ({', '.join(names)})"
    if type(result) not in kinds:
        raise differ(wanted, f"{type_name(result)}: {describe(result)}")
    if len(result) != len(names):
        raise differ(wanted, f"{len(result)} items: {describe(result)}")
    for name, part in zip(names, result, strict=True):
        try:
            if each is not None:
                each(part)
        except CheckFailed as failed:
            raise located(failed, name) from None
    return tuple(result)


def assert_entry(result: Any, key: Any) -> Any:
    """Return one entry of a dict, whatever else is in it.

    Raises:
        CheckFailed: The result is no dict, or has no such key.
    """
    if key not in assert_type(result, dict):
        raise differ(f"the key {key!r}", f"the keys {describe(list(result))}")
    return result[key]


def as_number(value: Any) -> Any:
    """Return the Python number in a tensor or array of one element; anything else as it is."""
    if isinstance(value, torch.Tensor | np.ndarray):
        return value.item() if math.prod(value.shape) == 1 else value
    return value.item() if isinstance(value, np.generic) else value


def assert_number(value: Any) -> float:
    """Return a number that was given as an int, a float or a tensor of one element.

    Raises:
        CheckFailed: It is no number, or one that no float can hold.
    """
    number = as_number(value)
    try:
        if type(number) in (int, float):
            return float(number)
    except OverflowError:
        pass
    raise differ("a number", f"{type_name(value)}: {describe(value)}")


def assert_numbers(
    actual: Any,
    expected: Any,
    *,
    rtol: float = 1e-5,
    atol: float = 1e-6,
    equal_nan: bool = False,
) -> None:
    """Fail unless `actual` holds the expected numbers in the expected shape, whatever its dtype.

    Both sides are converted to the wider kind before they are compared, so that 1, 1.0 and True are
    the same number and 0.5 is not 0. Tolerances of 0 compare exactly.

    Args:
        expected: A tensor, nested lists of numbers, or one number; one number may also be given
            as a tensor of one element.

    Raises:
        CheckFailed: It is no tensor (no number), has another shape, or other numbers.
    """
    close = partial(assert_close, rtol=rtol, atol=atol, equal_nan=equal_nan)
    if isinstance(expected, int | float):
        close(assert_number(actual), float(expected))
        return
    wanted = expected if isinstance(expected, torch.Tensor) else _tensor(expected)
    try:
        out = assert_tensor(actual, shape=tuple(wanted.shape))
        kind = _kind_for(out, wanted)
        close(out.to(kind), wanted.to(kind))
    except CheckFailed as failed:
        failed.keep(actual, wanted)
        raise


def _tensor(numbers: Sequence[Any]) -> torch.Tensor:
    """Return nested lists as a tensor, floats in double precision as Python has them."""
    made = torch.tensor(numbers)
    return torch.tensor(numbers, dtype=torch.float64) if made.is_floating_point() else made


def _kind_for(*values: torch.Tensor) -> torch.dtype:
    """Return the dtype that holds the numbers of all of them."""
    if any(value.is_complex() for value in values):
        return torch.complex128
    return torch.float64 if any(value.is_floating_point() for value in values) else torch.int64


def assert_losses(results: Any, count: int) -> list[float]:
    """Return `count` losses: positive numbers in any form, and not all the same.

    For checks that are about something else, so that an answer which only pretends to train fails
    them too. The data of the losses must differ.

    Raises:
        CheckFailed: It is no list of so many such numbers.
    """
    if type(results) is list and len(results) == count:
        numbers = [as_number(result) for result in results]
        positive = all(type(n) in (int, float) and 0 < n < math.inf for n in numbers)
        if positive and (count == 1 or len(set(numbers)) > 1):
            return numbers
    none = type(results) is list and results == [None] * len(results) != []
    got = "NoneType: None" if none else describe(results)
    raise CheckFailed(Text(f"expected a positive loss for each call, not all the same, got {got}",
                           f"期望每次调用得到一个正的损失,且不总是相同,得到 {got}"))  # fmt: skip


def assert_modes(
    modes: Any, expected: Sequence[bool], layers: Sequence[str], when: str = ""
) -> None:
    """Fail unless the modules of a model are in these modes, True for train; name the first other.

    Args:
        layers: What the layers are, as ``"Dropout"``; the first mode is that of the whole model.
        when: Place in a run, for the sentence, as ``"forward pass 2"``.

    Raises:
        CheckFailed: One is in the other mode, or this is no list of so many modes.
    """
    names = [("the model", "模型")]
    names += [(f'"{number}" ({layer})',) * 2 for number, layer in enumerate(layers)]
    if type(modes) is not list or len(modes) != len(names):
        raise differ("a mode for each module", f"{type_name(modes)}: {describe(modes)}")
    for name, mode, wanted in zip(names, modes, expected, strict=True):
        if mode is not wanted:
            words = [("train mode", "训练模式"), ("eval mode", "评估模式")]
            (is_en, is_zh), (to_en, to_zh) = words if mode else words[::-1]
            place = (f"in {when}, ", f"在 {when} 中,") if when else ("", "")
            raise CheckFailed(Text(f"{place[0]}{name[0]} is in {is_en}, not in {to_en}",
                                   f"{place[1]}{name[1]} 处于{is_zh},而不是{to_zh}"))  # fmt: skip


def assert_varied(*answers: Any) -> None:
    """Fail where different inputs all got the same answer: a constant answer would be no answer."""
    first, *others = answers
    for other in others:
        try:
            assert_equal(other, first)
        except CheckFailed:
            return
    raise CheckFailed(
        Text(
            f"different inputs get the same answer: {describe(first)}",
            f"不同的输入得到了相同的结果:{describe(first)}",
        ),
        [(other, first) for other in others],
    )


def assert_keeps_arguments(function: Observable, arguments: Sequence[Any], *names: str) -> Any:
    """Call a function of the student's and return its result, once its arguments are untouched.

    Args:
        names: Of the arguments that are compared, from the first one on.

    Raises:
        CheckFailed: One of them looks different after the call.
    """
    seen = function.observe(*arguments)
    for name, before, after in zip(names, arguments, seen.arguments_after, strict=False):
        assert_unchanged(after, before, name)
    return seen.value
