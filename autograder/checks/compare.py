"""Comparisons that know what a student can get wrong: type, dtype, shape, then values.

Every function raises `CheckFailed` with a sentence in both languages. They accept any value of the
student's without failing in another way, so a check should compare before it computes.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch

from autograder.checks.describe import capped, describe
from autograder.model import Text
from autograder.sandbox.codec import OnDevice, Record
from autograder.sandbox.processes.faults import StudentRaised
from autograder.sandbox.processes.student import type_name

MAX_SENTENCE = 600
# Relative, absolute, and whether NaN equals NaN.
Tolerance = tuple[float, float, bool]


class CheckFailed(AssertionError):
    """A check's verdict WRONG, with the sentence that says why.

    Attributes:
        compared: The pairs (got, expected) that differ, a part before the whole that holds it. They
            stay inside the grader.
    """

    def __init__(self, text: Text, compared: Sequence[tuple[Any, Any]] = ()):
        super().__init__(text.en)
        self.text = text
        self.compared = tuple(compared)

    def keep(self, got: Any, expected: Any) -> None:
        """Remember the whole that these two parts belong to, or what was compared at all."""
        self.compared = (*self.compared, (got, expected))


def expect(condition: Any, en: str, zh: str) -> None:
    """Fail with this sentence unless `condition` is true; too long a one is cut."""
    if not condition:
        raise CheckFailed(Text(capped(en, MAX_SENTENCE), capped(zh, MAX_SENTENCE)))


def differ(expected: str, got: str, where: str = "") -> CheckFailed:
    """Return the failure that says what was expected and what came, and at which place of it."""
    return located(CheckFailed(Text(f"expected {expected}, got {got}",
                                    f"期望 {expected},得到 {got}")), where)  # fmt: skip


def located(failed: CheckFailed, where: str) -> CheckFailed:
    """Return a failure whose sentence begins with the place where it is, if there is one."""
    if not where:
        return failed
    text = Text(f"at {where}: {failed.text.en}", f"在 {where} 处:{failed.text.zh}")
    return CheckFailed(text, failed.compared)


def assert_tensor(
    actual: Any,
    *,
    shape: tuple[int, ...] | None = None,
    ndim: int | None = None,
    numel: int | None = None,
    dtype: torch.dtype | None = None,
    contiguous: bool = False,
    device: str = "cpu",
) -> torch.Tensor:
    """Return `actual` if it is a plain tensor with this shape, dtype, layout and device.

    Args:
        ndim: How many axes it has, where the shape is another check's business.
        numel: How many numbers it holds, in whatever shape.

    Raises:
        CheckFailed: It is something else; never broadcasts.
    """
    values: torch.Tensor = actual
    if isinstance(actual, OnDevice):
        if torch.device(actual.device).type != torch.device(device).type:
            raise differ(f"a tensor on {device}", f"a tensor on {actual.device}")
        values = actual.values
    elif type(actual) is not torch.Tensor:
        raise differ("a tensor", f"{type_name(actual)}: {describe(actual)}")
    elif torch.device(device).type != "cpu":
        raise differ(f"a tensor on {device}", "a tensor on cpu")
    if shape is not None and tuple(values.shape) != tuple(shape):
        raise differ(f"shape {tuple(shape)}", f"shape {tuple(values.shape)}")
    if ndim is not None and values.ndim != ndim:
        raise differ(f"{ndim} axes", f"shape {tuple(values.shape)}")
    if numel is not None and values.numel() != numel:
        raise differ(f"{numel} numbers", f"{values.numel()}")
    if dtype is not None and values.dtype is not dtype:
        raise differ(f"dtype {dtype}", f"dtype {values.dtype}")
    if contiguous and not values.is_contiguous():
        raise CheckFailed(Text("the result is not contiguous in memory", "结果在内存中不连续"))
    return values


def assert_close(
    actual: Any, expected: Any, *, rtol: float = 1e-5, atol: float = 1e-6, equal_nan: bool = False
) -> None:
    """Fail unless `actual` has the expected type, dtype and shape, and values within tolerance.

    Args:
        expected: A tensor, array, number, or a list, tuple or dict of them.
        rtol: Relative tolerance for floats; everything else is compared exactly.
        atol: Absolute tolerance for floats.
        equal_nan: Whether NaN equals NaN; in tables it does. NaT, NA and None always equal
            themselves, and nothing missing equals another kind of it.
    """
    _compare(actual, expected, (rtol, atol, equal_nan), "")


def assert_equal(actual: Any, expected: Any) -> None:
    """Fail unless `actual` equals `expected` exactly: type, dtype, shape and every value.

    Tables are compared with their dtypes, labels and index. Missing equals missing of its own kind
    at the same place: NaN, NaT, NA, None; a complex NaN only with the same other part.
    """
    _compare(actual, expected, (0.0, 0.0, True), "")


def _compare(actual: Any, expected: Any, tolerance: Tolerance, where: str) -> None:
    try:
        _compare_kinds(actual, expected, tolerance, where)
    except CheckFailed as failed:
        failed.keep(actual, expected)
        raise


def _compare_kinds(actual: Any, expected: Any, tolerance: Tolerance, where: str) -> None:
    if isinstance(expected, torch.Tensor):
        _compare_tensors(actual, expected, tolerance, where)
    elif isinstance(expected, np.ndarray):
        _compare_arrays(actual, expected, tolerance, where)
    elif type(actual) is not type(expected):
        raise differ(
            f"{type_name(expected)}: {describe(expected)}",
            f"{type_name(actual)}: {describe(actual)}",
            where,
        )
    elif type(expected).__module__.startswith("pandas") and hasattr(expected, "shape"):
        _compare_tables(actual, expected, tolerance, where)
    elif isinstance(expected, list | tuple):
        if len(actual) != len(expected):
            raise differ(
                f"{len(expected)} items: {describe(expected)}",
                f"{len(actual)} items: {describe(actual)}",
                where,
            )
        for position, (left, right) in enumerate(zip(actual, expected, strict=True)):
            _compare(left, right, tolerance, f"{where}[{position}]")
    elif isinstance(expected, dict):
        _compare_dicts(actual, expected, tolerance, where)
    elif isinstance(expected, Record):
        left, right = dict(actual.fields), dict(expected.fields)
        if actual.type_name != expected.type_name or list(left) != list(right):
            raise differ(describe(expected), describe(actual), where)
        _compare_dicts(left, right, tolerance, where)
    elif not _same(actual, expected, tolerance):
        raise differ(describe(expected), describe(actual), where)


def _compare_dicts(
    actual: dict[Any, Any], expected: dict[Any, Any], tolerance: Tolerance, where: str
) -> None:
    found = {_exactly(key): value for key, value in actual.items()}
    wanted = {_exactly(key): (key, value) for key, value in expected.items()}
    if found.keys() != wanted.keys():
        wants, has = describe(list(expected)), describe(list(actual))
        raise differ(f"the keys {wants}", f"the keys {has}", where)
    for exactly, (key, value) in wanted.items():
        _compare(found[exactly], value, tolerance, f"{where}[{key!r}]")


def _same(actual: Any, expected: Any, tolerance: Tolerance) -> bool:
    """Whether two values of one type, that hold no others to look into, are the same."""
    if isinstance(expected, float | np.floating):
        return _close(float(actual), float(expected), tolerance)
    if isinstance(expected, complex | np.complexfloating):
        left, right = complex(actual), complex(expected)
        if cmath.isfinite(left) and cmath.isfinite(right):
            return abs(left - right) <= tolerance[1] + tolerance[0] * abs(right)
        return all(
            _close(*parts, tolerance)
            for parts in ((left.real, right.real), (left.imag, right.imag))
        )
    return bool(_exactly(actual) == _exactly(expected))


def _exactly(value: Any) -> Any:
    """Return what equals another value's only where type and value do.

    Unlike the values themselves: 1 equals True, and NaN, NaT and NA do not equal themselves.
    """
    if isinstance(value, tuple | set | frozenset):
        parts = map(_exactly, value)
        return type(value), tuple(parts) if isinstance(value, tuple) else frozenset(parts)
    try:
        known = bool(value == value)
    except Exception:  # pandas.NA has no truth
        known = False
    return type(value), value if known else repr(value)


def _close(actual: float, expected: float, tolerance: Tolerance) -> bool:
    """Like `torch.isclose`, which costs thirty times as much for one number."""
    rtol, atol, equal_nan = tolerance
    if math.isnan(actual) or math.isnan(expected):
        return equal_nan and math.isnan(actual) and math.isnan(expected)
    if math.isinf(actual) or math.isinf(expected):
        return actual == expected
    return abs(actual - expected) <= atol + rtol * abs(expected)


def _all_close(isclose: Callable[..., Any], left: Any, right: Any, tolerance: Tolerance) -> Any:
    """Return where two arrays or tensors of floats are close."""
    rtol, atol, nan = tolerance
    return isclose(left, right, rtol=rtol, atol=atol, equal_nan=nan)


def _all_close_complex(
    isclose: Callable[..., Any], left: Any, right: Any, tolerance: Tolerance
) -> Any:
    """Return where two of complex numbers are close; NaN in one part does not hide the other."""
    rtol, atol, nan = tolerance
    same = _all_close(isclose, left, right, (rtol, atol, False))
    if not nan:
        return same
    real = _all_close(isclose, left.real, right.real, tolerance)
    imag = _all_close(isclose, left.imag, right.imag, tolerance)
    return same | ((right != right) & real & imag)


def _compare_tensors(actual: Any, expected: torch.Tensor, tolerance: Tolerance, where: str) -> None:
    try:
        actual = assert_tensor(actual, shape=tuple(expected.shape), dtype=expected.dtype)
    except CheckFailed as failed:
        raise located(failed, where) from None
    left, right = actual.detach(), expected.detach()
    if right.is_floating_point():
        wide = left.to(torch.float64), right.to(torch.float64)
        same = _all_close(torch.isclose, *wide, tolerance)
    elif right.is_complex():
        wide = left.to(torch.complex128), right.to(torch.complex128)
        same = _all_close_complex(torch.isclose, *wide, tolerance)
    else:
        same = left == right
    if not bool(same.all()):
        position = (~same).nonzero()[0].tolist()
        raise _first_difference(left, right, position, count=int((~same).sum()), where=where)


def _compare_arrays(actual: Any, expected: np.ndarray, tolerance: Tolerance, where: str) -> None:
    if type(actual) is not np.ndarray:
        raise differ("a NumPy array", f"{type_name(actual)}: {describe(actual)}", where)
    if actual.shape != expected.shape or actual.dtype != expected.dtype:
        raise differ(
            f"{expected.dtype} of shape {expected.shape}",
            f"{actual.dtype} of shape {actual.shape}",
            where,
        )
    kind = expected.dtype.kind
    if kind == "O":
        _compare_cells(actual, expected, tolerance, where)
        return
    if kind in "fc":
        close = _all_close_complex if kind == "c" else _all_close
        same = close(np.isclose, actual, expected, tolerance)
    else:
        same = np.asarray(actual == expected)
    if kind in "mM":
        same |= np.isnat(actual) & np.isnat(expected)
    if not same.all():
        position = np.argwhere(~same)[0].tolist()
        raise _first_difference(actual, expected, position, count=int((~same).sum()), where=where)


def _compare_cells(
    actual: np.ndarray, expected: np.ndarray, tolerance: Tolerance, where: str
) -> None:
    for index in np.ndindex(expected.shape):
        spot = f"{where}[{', '.join(map(str, index))}]" if index else where
        _compare(_number(actual[index]), _number(expected[index]), tolerance, spot)


def _number(cell: Any) -> Any:
    """Return a cell; NumPy's numbers among objects count as Python's, as they do for pandas."""
    if isinstance(cell, np.generic) and cell.dtype.kind in "biufc":
        return cell.item()
    return cell


def _first_difference(
    actual: Any, expected: Any, position: list[int], *, count: int, where: str
) -> CheckFailed:
    index = tuple(position)
    right, left = expected[index], actual[index]
    right, left = (v.item() if hasattr(v, "item") else v for v in (right, left))
    spot = f"{where}[{', '.join(map(str, position))}]" if position else where
    failed = differ(*_short(right, left), spot)
    if count > 1:
        en, zh = failed.text.en, failed.text.zh
        text = Text(f"{en} ({count} entries differ)", f"{zh}(共 {count} 处不同)")
        failed = CheckFailed(text, failed.compared)
    return failed


def _short(expected: Any, actual: Any) -> tuple[str, str]:
    """Return two numbers with six digits, or with all where six do not tell them apart."""
    if isinstance(expected, float) and isinstance(actual, float):
        short = f"{expected:.6g}", f"{actual:.6g}"
        if short[0] != short[1]:
            return short
    return describe(expected), describe(actual)


def _compare_tables(actual: Any, expected: Any, tolerance: Tolerance, where: str) -> None:
    from autograder.checks import pandas_compare  # imports pandas, which most checks never need

    rtol, atol, _ = tolerance
    for place, left, right in pandas_compare.loose_pairs(actual, expected):
        _compare_arrays(left, right, (rtol, atol, True), where + place)
    difference = pandas_compare.difference(actual, expected, rtol, atol)
    if difference:
        raise CheckFailed(Text(f"the tables differ: {difference}", f"表格不同:{difference}"))


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
        raise differ(f"a {wanted}", f"a {raised.type_name}: {raised.message[:200]}") from None
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
