"""What a constant factor between a result and the expected numbers may come from. Pure."""

from __future__ import annotations

import math

from autograder.model import Text

MAX_SAMPLES = 60  # with more, n and n - 1 are too near each other to be told apart
RTOL = 1e-4
USUAL = {
    255.0: Text("not divided by 255?", "是否没有除以 255?"),
    1 / 255: Text("divided by 255 once too often?", "是否多除了一次 255?"),
    100.0: Text("in percent?", "是否以百分数表示?"),
}


def factor_in_words(factor: float) -> Text:
    """Return the sentence about numbers that are all `factor` times what is expected."""
    if _is(factor, -1):
        return Text("every number has the wrong sign", "每个数的符号都反了")
    said, why = _in_words(factor), _reason(factor)
    return Text(
        f"every number is {said} times what is expected{': ' + why.en if why else ''}",
        f"每个数都是期望值的 {said} 倍{':' + why.zh if why else ''}",
    )


def _reason(factor: float) -> Text:
    if factor < 0:
        return Text()
    for n in range(2, MAX_SAMPLES):
        share = n / (n - 1)
        # A factor of 2 or 1/2 means other things more often than a variance of two samples.
        shares = (math.sqrt(share), share) if n > 2 else (math.sqrt(share),)
        if any(_is(factor, each) for each in shares):
            return Text(f"a variance that divides by n - 1 where n is wanted (n = {n})?",
                        f"方差是否除以了 n - 1 而不是 n(n = {n})?")  # fmt: skip
        if any(_is(factor, 1 / each) for each in shares):
            return Text(f"a variance that divides by n where n - 1 is wanted (n = {n})?",
                        f"方差是否除以了 n 而不是 n - 1(n = {n})?")  # fmt: skip
    for usual, text in USUAL.items():
        if _is(factor, usual):
            return text
    if 1 < factor < MAX_SAMPLES and _is(factor, round(factor)):
        return Text("a sum where a mean is wanted, or gradients of several steps added up?",
                    "是否该求平均却求了和,或者累加了几步的梯度?")  # fmt: skip
    if 1 / MAX_SAMPLES < factor < 1 and _is(1 / factor, round(1 / factor)):
        return Text("a mean where a sum is wanted, or divided once too often?",
                    "是否该求和却求了平均,或者多除了一次?")  # fmt: skip
    return Text()


def _in_words(factor: float) -> str:
    if abs(factor) < 0.51 and _is(1 / factor, round(1 / factor)):
        return f"{'-' if factor < 0 else ''}1/{abs(round(1 / factor))}"
    return f"{factor:.6g}"


def _is(left: float, right: float) -> bool:
    return math.isclose(left, right, rel_tol=RTOL)
