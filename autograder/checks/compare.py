"""Comparisons that know what a student can get wrong: type, dtype, shape, then values.

Every function raises `CheckFailed` with a sentence in both languages. They accept any value of the
student's without failing in another way, so a check should compare before it computes.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from autograder.checks.describe import describe
from autograder.model import Text
from autograder.sandbox.codec import OnDevice
from autograder.sandbox.faults import StudentRaised


class CheckFailed(AssertionError):
    """A check's verdict WRONG, with the sentence that says why."""

    def __init__(self, text: Text):
        super().__init__(text.en)
        self.text = text


def expect(condition: Any, en: str, zh: str) -> None:
    """Fail with this sentence unless `condition` is true."""
    if not condition:
        raise CheckFailed(Text(en, zh))


def _differ(expected: str, got: str, where: str = "") -> CheckFailed:
    place_en, place_zh = (f"at {where}: ", f"在 {where} 处:") if where else ("", "")
    return CheckFailed(
        Text(f"{place_en}expected {expected}, got {got}", f"{place_zh}期望 {expected},得到 {got}")
    )


def assert_tensor(
    actual: Any,
    *,
    shape: tuple[int, ...] | None = None,
    dtype: torch.dtype | None = None,
    contiguous: bool = False,
    device: str = "cpu",
) -> torch.Tensor:
    """Return `actual` if it is a plain tensor with this shape, dtype, layout and device.

    Raises:
        CheckFailed: It is something else; never broadcasts.
    """
    values = actual
    if isinstance(actual, OnDevice):
        if torch.device(actual.device).type != torch.device(device).type:
            raise _differ(f"a tensor on {device}", f"a tensor on {actual.device}")
        values = actual.values
    elif type(actual) is not torch.Tensor:
        raise _differ("a tensor", f"{_kind(actual)}: {describe(actual)}")
    elif torch.device(device).type != "cpu":
        raise _differ(f"a tensor on {device}", "a tensor on cpu")
    if shape is not None and tuple(values.shape) != tuple(shape):
        raise _differ(f"shape {tuple(shape)}", f"shape {tuple(values.shape)}")
    if dtype is not None and values.dtype is not dtype:
        raise _differ(f"dtype {dtype}", f"dtype {values.dtype}")
    if contiguous and not values.is_contiguous():
        raise CheckFailed(Text("the result is not contiguous in memory", "结果在内存中不连续"))
    return values


def _kind(value: Any) -> str:
    return getattr(value, "_type_name", None) or type(value).__name__


def assert_close(
    actual: Any, expected: Any, *, rtol: float = 1e-5, atol: float = 1e-6, equal_nan: bool = False
) -> None:
    """Fail unless `actual` has the expected type, dtype and shape, and values within tolerance.

    Args:
        expected: A tensor, array, number, or a list, tuple or dict of them.
        rtol: Relative tolerance for floats; everything else is compared exactly.
        atol: Absolute tolerance for floats.
        equal_nan: Whether NaN equals NaN.
    """
    _compare(actual, expected, (rtol, atol, equal_nan), "")


def assert_equal(actual: Any, expected: Any) -> None:
    """Fail unless `actual` equals `expected` exactly: type, dtype, shape and every value.

    Tables are compared with their dtypes, labels and index; NaN equals NaN.
    """
    _compare(actual, expected, (0.0, 0.0, True), "")


def _compare(actual: Any, expected: Any, tolerance: tuple[float, float, bool], where: str) -> None:
    if isinstance(expected, torch.Tensor):
        _compare_tensors(actual, expected, tolerance, where)
    elif isinstance(expected, np.ndarray):
        _compare_arrays(actual, expected, tolerance, where)
    elif type(actual) is not type(expected):
        raise _differ(
            f"{_kind(expected)}: {describe(expected)}",
            f"{_kind(actual)}: {describe(actual)}",
            where,
        )
    elif type(expected).__module__.startswith("pandas"):
        _compare_tables(actual, expected, tolerance, where)
    elif isinstance(expected, list | tuple):
        if len(actual) != len(expected):
            raise _differ(
                f"{len(expected)} items: {describe(expected)}",
                f"{len(actual)} items: {describe(actual)}",
                where,
            )
        for position, (left, right) in enumerate(zip(actual, expected, strict=True)):
            _compare(left, right, tolerance, f"{where}[{position}]")
    elif isinstance(expected, dict):
        if set(actual) != set(expected):
            raise _differ(f"the keys {list(expected)}", f"the keys {list(actual)}", where)
        for key, value in expected.items():
            _compare(actual[key], value, tolerance, f"{where}[{key!r}]")
    elif isinstance(expected, float | np.floating):
        if not _close(float(actual), float(expected), tolerance):
            raise _differ(describe(expected), describe(actual), where)
    elif actual != expected:
        raise _differ(describe(expected), describe(actual), where)


def _close(actual: float, expected: float, tolerance: tuple[float, float, bool]) -> bool:
    """Like `torch.isclose`, which costs thirty times as much for one number."""
    rtol, atol, equal_nan = tolerance
    if math.isnan(actual) or math.isnan(expected):
        return equal_nan and math.isnan(actual) and math.isnan(expected)
    if math.isinf(actual) or math.isinf(expected):
        return actual == expected
    return abs(actual - expected) <= atol + rtol * abs(expected)


def _compare_tensors(actual: Any, expected: torch.Tensor, tolerance: tuple, where: str) -> None:
    try:
        actual = assert_tensor(actual, shape=tuple(expected.shape), dtype=expected.dtype)
    except CheckFailed as failed:
        place_en, place_zh = (f"at {where}: ", f"在 {where} 处:") if where else ("", "")
        raise CheckFailed(Text(place_en + failed.text.en, place_zh + failed.text.zh)) from None
    left, right = actual.detach(), expected.detach()
    if right.is_floating_point() or right.is_complex():
        wide = torch.complex128 if right.is_complex() else torch.float64
        rtol, atol, nan = tolerance
        same = torch.isclose(left.to(wide), right.to(wide), rtol=rtol, atol=atol, equal_nan=nan)
    else:
        same = left == right
    if not bool(same.all()):
        raise _first_difference(
            left, right, (~same).nonzero()[0].tolist(), int((~same).sum()), where
        )


def _compare_arrays(actual: Any, expected: np.ndarray, tolerance: tuple, where: str) -> None:
    if type(actual) is not np.ndarray:
        raise _differ("a NumPy array", f"{_kind(actual)}: {describe(actual)}", where)
    if actual.shape != expected.shape or actual.dtype != expected.dtype:
        raise _differ(
            f"{expected.dtype} of shape {expected.shape}",
            f"{actual.dtype} of shape {actual.shape}",
            where,
        )
    if expected.dtype.kind in "fc":
        rtol, atol, nan = tolerance
        same = np.isclose(actual, expected, rtol=rtol, atol=atol, equal_nan=nan)
    else:
        same = np.asarray(actual == expected)
    if not same.all():
        position = np.argwhere(~same)[0].tolist()
        raise _first_difference(actual, expected, position, int((~same).sum()), where)


def _first_difference(actual: Any, expected: Any, position: list[int], count: int, where: str):
    index = tuple(position)
    right, left = expected[index], actual[index]
    right, left = (v.item() if hasattr(v, "item") else v for v in (right, left))
    spot = f"{where}[{', '.join(map(str, position))}]" if position else where
    failed = _differ(*_short(right, left), spot)
    if count > 1:
        en, zh = failed.text.en, failed.text.zh
        failed = CheckFailed(Text(f"{en} ({count} entries differ)", f"{zh}(共 {count} 处不同)"))
    return failed


def _short(expected: Any, actual: Any) -> tuple[str, str]:
    """Return two numbers with six digits, or with all where six do not tell them apart."""
    if isinstance(expected, float) and isinstance(actual, float):
        short = f"{expected:.6g}", f"{actual:.6g}"
        if short[0] != short[1]:
            return short
    return describe(expected), describe(actual)


def _compare_tables(actual: Any, expected: Any, tolerance: tuple, where: str) -> None:
    import pandas.testing as pdt

    compare = {
        "DataFrame": pdt.assert_frame_equal,
        "Series": pdt.assert_series_equal,
    }.get(type(expected).__name__, pdt.assert_index_equal)
    try:
        if tolerance[0] or tolerance[1]:
            compare(actual, expected, rtol=tolerance[0], atol=tolerance[1])
        elif compare is pdt.assert_index_equal:
            compare(actual, expected)
        else:
            compare(actual, expected, check_exact=True)
    except AssertionError as error:
        first = " ".join(str(error).split())[:200]
        raise CheckFailed(Text(f"the tables differ: {first}", f"表格不同:{first}")) from None


def assert_raises(call: Callable[[], Any], *names: str) -> StudentRaised:
    """Run `call` and fail unless the student's code raises one of these built-in exceptions.

    Args:
        call: Makes one call, as ``lambda: student.one_hot(y, 3)``.
        names: Class names, as ``"ValueError"``; a subclass counts.
    """
    wanted = " or ".join(names)
    try:
        value = call()
    except StudentRaised as raised:
        # An unwritten answer is never the wanted error, although its type is a RuntimeError.
        if raised.is_a("NotImplementedError") and "NotImplementedError" not in names:
            raise
        if raised.is_a(*names):
            return raised
        raise _differ(f"a {wanted}", f"a {raised.type_name}: {raised.message[:200]}") from None
    raise CheckFailed(
        Text(
            f"expected a {wanted}, got the result {describe(value)}",
            f"应当抛出 {wanted},却返回了 {describe(value)}",
        )
    )


def assert_unchanged(after: Any, before: Any, name: str) -> None:
    """Fail unless an argument looks after the call as it did before (see `observe`)."""
    try:
        _compare(after, before, (0.0, 0.0, True), "")
    except CheckFailed as failed:
        raise CheckFailed(
            Text(
                f"the argument {name} was modified: {failed.text.en}",
                f"参数 {name} 被修改了:{failed.text.zh}",
            )
        ) from None
