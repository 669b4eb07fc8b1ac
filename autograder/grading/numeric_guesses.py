"""What turns the numbers of a result into the expected ones: another order, a factor, a rounding.

All numbers are tensors in double precision. Pure.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import permutations
from typing import Any

import torch
from torch import Tensor

from autograder.grading.factor_words import factor_in_words
from autograder.model import Text

RTOL = 1e-4
# With fewer different numbers too many changes fit by chance.
LEAST_DISTINCT = 3
MAX_AXES = 5
ROUNDINGS = (
    (torch.floor, Text("the numbers are rounded down, as // does", "数值被向下取整(如 //)")),
    (torch.trunc, Text("the numbers are cut to whole ones, as int() does", "数值被截成整数")),
    (torch.round, Text("the numbers are rounded to whole ones", "数值被四舍五入成整数")),
)  # fmt: skip


@dataclass(frozen=True)
class Idea:
    """A sentence, and whether it fits what was got and what was expected."""

    text: Text
    fits: Callable[[Any, Any], bool]


def same(left: Tensor | None, right: Tensor | None) -> bool:
    """Whether both have one shape and, but for rounding, the same numbers."""
    if left is None or right is None or left.shape != right.shape:
        return False
    finite = right[right.isfinite()]
    scale = float(finite.abs().max()) if finite.numel() else 1.0
    return bool(torch.isclose(left, right, rtol=RTOL, atol=1e-7 * scale, equal_nan=True).all())


def of(got: Tensor, expected: Tensor) -> Iterator[Idea]:
    """Yield what may have happened to a tensor, the likeliest first."""
    for idea in _all(got, expected):
        if not same(got, expected) and idea.fits(got, expected):
            yield idea


def of_values(got: Tensor, expected: Tensor) -> Iterator[Idea]:
    """Yield what may have happened to numbers of which each is a result of its own."""
    for ideas in (_not_finite, _scaled, _rounded, _shifted, _exchanged):
        for idea in ideas(got, expected):
            if not same(got, expected) and idea.fits(got, expected):
                yield idea


def _all(got: Tensor, expected: Tensor) -> Iterator[Idea]:
    yield from _not_finite(got, expected)
    if _distinct(expected) >= LEAST_DISTINCT:
        for ideas in (_reshaped, _permuted, _flipped, _rows, _broadcast, _softmax):
            yield from ideas(got, expected)
    for ideas in (_rounded, _wrapped, _scaled, _shifted, _exchanged):
        yield from ideas(got, expected)
    if _distinct(expected) >= LEAST_DISTINCT:
        yield from _constant(got, expected)
        yield from _ordered(got, expected)


def _distinct(numbers: Tensor) -> int:
    return int(numbers[numbers.isfinite()].unique().numel())


def _undone(text: Text, undo: Callable[[Tensor], Tensor]) -> Idea:
    """Return the idea that `undo` makes the expected numbers of what was got."""

    def fits(got: Tensor, expected: Tensor) -> bool:
        try:
            return same(undo(got), expected)
        except (RuntimeError, IndexError):  # of a shape for which it means nothing
            return False

    return Idea(text, fits)


def _not_finite(got: Tensor, expected: Tensor) -> Iterator[Idea]:
    def fits(g: Tensor, e: Tensor) -> bool:
        return bool(e.isfinite().all()) and not bool(g.isfinite().all())

    yield Idea(
        Text("the result holds NaN or infinity: is there a division by 0, or a logarithm of 0?",
             "结果中有 NaN 或无穷大:是否除以了 0,或对 0 取了对数?"), fits)  # fmt: skip


def _reshaped(got: Tensor, expected: Tensor) -> Iterator[Idea]:
    """The same numbers in the same order, in another shape."""
    lacking, extra = _axis_of_one(expected, got), _axis_of_one(got, expected)
    if lacking is not None:
        text = Text(f"an axis of size 1 is missing, at place {lacking} (unsqueeze, keepdim?)",
                    f"缺少一个大小为 1 的轴,位置为 {lacking}(unsqueeze、keepdim?)")  # fmt: skip
        yield Idea(text, lambda g, e: _axis_of_one(e, g) is not None and _in_order(g, e))
    elif extra is not None:
        text = Text(f"there is an axis of size 1 too many, at place {extra} (squeeze?)",
                    f"多了一个大小为 1 的轴,位置为 {extra}(squeeze?)")  # fmt: skip
        yield Idea(text, lambda g, e: _axis_of_one(g, e) is not None and _in_order(g, e))
    elif got.ndim == 1:
        yield Idea(Text("the numbers are right and in order, but flattened",
                        "数值和顺序都正确,但被展平了"), _in_order)  # fmt: skip
    else:
        yield Idea(Text("the numbers are right and in order, only their shape is another",
                        "数值和顺序都正确,只是形状不同"), _in_order)  # fmt: skip


def _in_order(got: Tensor, expected: Tensor) -> bool:
    alike = got.shape != expected.shape and got.numel() == expected.numel()
    return alike and same(got.reshape(expected.shape), expected)


def _axis_of_one(larger: Tensor, smaller: Tensor) -> int | None:
    """Return which axis of size 1 only the larger one has, the first that may be it."""
    for axis, size in enumerate(larger.shape):
        if size == 1 and larger.shape[:axis] + larger.shape[axis + 1 :] == smaller.shape:
            return axis
    return None


def _permuted(got: Tensor, expected: Tensor) -> Iterator[Idea]:
    if not 2 <= expected.ndim <= MAX_AXES or got.numel() != expected.numel():
        return
    orders = [order for order in permutations(range(expected.ndim)) if list(order) != sorted(order)]
    moved = [order for order in orders if same(expected.permute(order), got)]
    for order in moved:
        text = Text(f"your axes are in the order {order}", f"你的轴的顺序为 {order}")
        if expected.ndim == 2:
            text = Text("the result is transposed", "结果被转置了")
        elif len(moved) > 1:
            text = Text("the axes are in another order", "轴的顺序不同")
        back = tuple(order.index(axis) for axis in range(len(order)))
        yield _undone(text, partial(_permute, order=back))
    mixed = Text(
        "reshape or view was used where axes have to change places (permute, transpose)",
        "在需要交换轴的地方用了 reshape 或 view(应当用 permute、transpose)",
    )
    for order in orders:
        yield Idea(mixed, partial(_is_reshaped, order=order))


def _permute(got: Tensor, order: tuple[int, ...]) -> Tensor:
    return got.permute(order)


def _is_reshaped(got: Tensor, expected: Tensor, order: tuple[int, ...]) -> bool:
    """Whether the numbers before the axes changed places were put into the wanted shape."""
    if expected.ndim != len(order) or got.numel() != expected.numel():
        return False
    return same(expected.permute(order).reshape(got.shape), got)


def _flipped(got: Tensor, expected: Tensor) -> Iterator[Idea]:
    for axis in range(expected.ndim):
        text = Text(f"the result is in reverse along axis {axis}", f"结果沿轴 {axis} 颠倒了")
        yield _undone(text, partial(torch.flip, dims=(axis,)))


def _rows(got: Tensor, expected: Tensor) -> Iterator[Idea]:
    """Off by one along an axis: a row too few or too many, or all moved by one."""
    for axis in range(expected.ndim):
        if expected.shape[axis] < 3:
            continue
        for start, place, zh in ((1, "first", "第一"), (0, "last", "最后一")):
            yield Idea(Text(f"the {place} entry along axis {axis} is missing",
                            f"沿轴 {axis} 缺少{zh}个元素"),
                       partial(_lacks_one, axis=axis, start=start))  # fmt: skip
            yield Idea(Text(f"there is one entry too many along axis {axis}, the {place} one",
                            f"沿轴 {axis} 多了一个元素,即{zh}个"),
                       partial(_has_one_more, axis=axis, start=start))  # fmt: skip
            yield Idea(Text(f"all is right but for the {place} entry along axis {axis}",
                            f"除了沿轴 {axis} 的{zh}个元素外都正确"),
                       partial(_differs_in_one, axis=axis, start=start))  # fmt: skip
        for by in (1, -1):
            yield _undone(Text(f"everything is moved by one along axis {axis}",
                               f"所有元素沿轴 {axis} 移动了一位"),
                          partial(torch.roll, shifts=by, dims=axis))  # fmt: skip


def _without_one(values: Tensor, axis: int, start: int) -> Tensor | None:
    if values.ndim <= axis or not values.shape[axis]:
        return None
    return values.narrow(axis, start, values.shape[axis] - 1)


def _lacks_one(got: Tensor, expected: Tensor, axis: int, start: int) -> bool:
    return same(got, _without_one(expected, axis, start))


def _has_one_more(got: Tensor, expected: Tensor, axis: int, start: int) -> bool:
    return same(_without_one(got, axis, start), expected)


def _differs_in_one(got: Tensor, expected: Tensor, axis: int, start: int) -> bool:
    if got.shape != expected.shape:
        return False
    return same(_without_one(got, axis, start), _without_one(expected, axis, start))


def _broadcast(got: Tensor, expected: Tensor) -> Iterator[Idea]:
    """(n,) met (n, 1), and (n, n) came of it; or the result is repeated."""
    yield Idea(
        Text("a shape (n,) met a shape (n, 1) and was broadcast to (n, n)",
             "形状 (n,) 与 (n, 1) 相遇,被广播成了 (n, n)"), _is_square)  # fmt: skip
    if got.ndim == expected.ndim + 1:
        for axis in range(got.ndim):
            yield Idea(Text(f"the result is repeated along axis {axis}", f"结果沿轴 {axis} 重复了"),
                       partial(_is_repeated, axis=axis))  # fmt: skip


def _is_square(got: Tensor, expected: Tensor) -> bool:
    n = expected.numel()
    return n > 1 and got.shape == (n, n) and same(got.diagonal(), expected.reshape(-1))


def _is_repeated(got: Tensor, expected: Tensor, axis: int) -> bool:
    if got.ndim != expected.ndim + 1 or got.shape[axis] < 2:
        return False
    whole = (*got.shape[:axis], *got.shape[axis + 1 :]) == tuple(expected.shape)
    return whole and same(got, expected.unsqueeze(axis).expand(got.shape))


def _ordered(got: Tensor, expected: Tensor) -> Iterator[Idea]:
    """The right numbers at other places; said last, as many things end so."""
    if expected.ndim == 1:
        yield Idea(Text("the numbers are sorted, where their order must stay",
                        "数值被排序了,而顺序应当保持不变"),
                   lambda g, e: g.shape == e.shape and same(g, e.sort().values))  # fmt: skip
        yield Idea(Text("the numbers are right, but not sorted", "数值正确,但没有排序"),
                   lambda g, e: g.shape == e.shape and same(e, g.sort().values))  # fmt: skip
    yield Idea(Text("the numbers are right, but at other places", "数值正确,但位置不对"),
               lambda g, e: g.shape == e.shape
               and same(g.flatten().sort().values, e.flatten().sort().values))  # fmt: skip


def _softmax(got: Tensor, expected: Tensor) -> Iterator[Idea]:
    for axis in range(expected.ndim):
        sums = expected.sum(axis)
        if bool((expected >= 0).all()) and same(sums, torch.ones_like(sums)):
            yield Idea(Text("softmax was applied twice", "softmax 被用了两次"),
                       partial(_is_softmax_of, axis=axis))  # fmt: skip
    yield Idea(Text("it is the logarithm of what is wanted", "得到的是所求值的对数"),
               lambda g, e: bool((e > 0).all()) and same(g, e.log()))  # fmt: skip
    yield Idea(Text("the logarithm is missing", "缺少取对数的一步"),
               lambda g, e: bool((g > 0).all()) and same(g.log(), e))  # fmt: skip


def _is_softmax_of(got: Tensor, expected: Tensor, axis: int) -> bool:
    return expected.ndim > axis and same(got, expected.softmax(axis))


def _rounded(got: Tensor, expected: Tensor) -> Iterator[Idea]:
    if got.shape != expected.shape or _distinct(got - expected) < 2:
        return
    for operation, text in ROUNDINGS:
        yield Idea(text, partial(_is_made_by, operation=operation))
    for dtype, name in ((torch.float16, "float16"), (torch.bfloat16, "bfloat16")):
        yield Idea(Text(f"the numbers are as exact as {name} only", f"数值只有 {name} 的精度"),
                   partial(_is_as_exact_as, dtype=dtype))  # fmt: skip


def _is_made_by(got: Tensor, expected: Tensor, operation: Callable[[Tensor], Tensor]) -> bool:
    return same(got, operation(expected))


def _is_as_exact_as(got: Tensor, expected: Tensor, dtype: torch.dtype) -> bool:
    if got.shape != expected.shape or not bool((got == got.to(dtype).to(got.dtype)).all()):
        return False
    close = torch.finfo(dtype).eps
    return bool(torch.isclose(got, expected, rtol=close, atol=close * 1e-2).all())


def _wrapped(got: Tensor, expected: Tensor) -> Iterator[Idea]:
    if expected.numel() and bool((expected == expected.floor()).all()):
        yield Idea(Text("the numbers wrap around at 256: uint8 cannot hold them",
                        "数值在 256 处回绕:uint8 存不下"),
                   lambda g, e: same(g, e.remainder(256)))  # fmt: skip


def _scaled(got: Tensor, expected: Tensor) -> Iterator[Idea]:
    if got.shape != expected.shape or _distinct(expected[expected != 0]) < LEAST_DISTINCT:
        return
    largest = int(expected.abs().argmax())
    factor = float(got.flatten()[largest] / expected.flatten()[largest])
    if math.isfinite(factor) and abs(factor) > 1e-12 and factor != 1:
        yield _undone(factor_in_words(factor), partial(torch.div, other=factor))


def _shifted(got: Tensor, expected: Tensor) -> Iterator[Idea]:
    if got.shape != expected.shape or _distinct(expected) < LEAST_DISTINCT:
        return
    by = float((got - expected).flatten()[0])
    if by and math.isfinite(by):
        size = f"{abs(by):.6g}"
        text = Text(f"every number is {size} {'more' if by > 0 else 'less'} than expected",
                    f"每个数都比期望值{'大' if by > 0 else '小'} {size}")  # fmt: skip
        yield _undone(text, partial(torch.sub, other=by))


def _exchanged(got: Tensor, expected: Tensor) -> Iterator[Idea]:
    if set(expected.unique().tolist()) == {0.0, 1.0} and expected.numel() >= LEAST_DISTINCT:
        text = Text("0 and 1 (or False and True) are exchanged", "0 与 1(或 False 与 True)颠倒了")
        yield _undone(text, partial(torch.rsub, other=1.0))


def _constant(got: Tensor, expected: Tensor) -> Iterator[Idea]:
    if got.shape == expected.shape and got.numel() > LEAST_DISTINCT:
        only = float(got.flatten()[0])
        text = Text(f"every number in the result is {only:.6g}", f"结果中的每个数都是 {only:.6g}")
        yield Idea(text, lambda g, e: bool((g == only).all()))
