"""How fast the time grows: the slope of the paired ratio over inputs of four sizes.

Both sides make as many calls, so the ratio cancels the machine, and what both pay alike (moving
values) can only hide some of the growth, never feign it. No model of constants is needed. Over a
factor of 8 in size it cannot tell n from n log n, and does not try.

The slope is that of least squares through the median of each size, and its standard error follows
from those of the medians. They come from the median absolute deviation, which one disturbed pair in
seven does not move. Over is who lies beyond the limit by the estimate and beyond 4/7 of it by two
standard errors. For pairs that scatter normally, however widely, the test of this module finds that
the error is told within a tenth, and that somebody whose true excess is 4/7 of the limit is over in
at most 5 % of trials, so that the two trials of a failure both say so in at most 0.3 %.
"""

from __future__ import annotations

import math
import random
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from autograder.measuring.pairs import (
    BLOCK_SECONDS,
    LONGEST_SECONDS,
    MAX_BLOCK_CALLS,
    MAX_SECONDS,
    Match,
    Size,
)
from autograder.model import BudgetState, Text

ROUNDS, MINIMUM_ROUNDS = 7, 3
JITTER = 0.1
# What must be left of an excess of 0.35 when twice its error is taken away: 0.2.
SURE_SHARE = 4 / 7
# Median absolute deviation -> standard deviation of a normal sample: 1 / Phi^-1(3/4) (P. J.
# Rousseeuw and C. Croux, Alternatives to the median absolute deviation, Journal of the American
# Statistical Association 88, 1993). That -> the one of the median of n: sqrt(pi / 2) / sqrt(n).
_MAD_TO_ERROR = 1.4826 * math.sqrt(math.pi / 2)
_HARDLY = 0.15
_COIN = random.SystemRandom()


@dataclass(frozen=True)
class Growth:
    """Exponents of the time over the size of the input.

    Attributes:
        extra: By how much the submission's exponent is larger than the reference's.
        error: Standard error of `extra`.
        student, reference: Both exponents in the sizes that were measured.
        state: What this says about the submission.
    """

    extra: float
    error: float
    student: float
    reference: float
    state: BudgetState


def growth_of(points: Mapping[int, Sequence[tuple[float, float]]], limit: float) -> Growth:
    """Fit the exponents.

    Args:
        points: Size -> seconds of one call of the submission and of the reference, pair by pair.
        limit: The largest `extra` that is allowed.
    """
    xs = [math.log(size) for size in points]
    centre = statistics.fmean(xs)
    spread = sum((x - centre) ** 2 for x in xs)

    def slope(values: Sequence[float]) -> float:
        return sum((x - centre) * y for x, y in zip(xs, values, strict=True)) / spread

    logs = [[math.log(s / r) for s, r in pairs] for pairs in points.values()]
    medians = [statistics.median(each) for each in logs]
    errors = [_error_of_median(each) for each in logs]
    error = math.sqrt(sum(((x - centre) * e) ** 2 for x, e in zip(xs, errors, strict=True)))
    extra, error = slope(medians), error / spread
    own, theirs = (
        slope([math.log(statistics.median(pair[side] for pair in pairs))
               for pairs in points.values()])
        for side in (0, 1)
    )  # fmt: skip
    state = BudgetState.WITHIN
    if extra > limit:
        state = BudgetState.OVER if extra - 2 * error > SURE_SHARE * limit else BudgetState.UNCLEAR
    return Growth(extra, error, own, theirs, state)


def _error_of_median(values: Sequence[float]) -> float:
    middle = statistics.median(values)
    scatter = statistics.median(abs(value - middle) for value in values)
    return _MAD_TO_ERROR * scatter / math.sqrt(len(values))


def jittered(sizes: Sequence[int]) -> list[int]:
    """Move every size by up to a tenth, so that none can be prepared for."""
    return sorted({max(2, round(n * _COIN.uniform(1 - JITTER, 1 + JITTER))) for n in sizes})


def run_growth(match_of: Callable[[int], Match], sizes: Sequence[int], limit: float) -> Growth:
    """Time both sides at every size, round by round.

    Args:
        match_of: Returns what is measured at one size.
    """
    started = time.perf_counter()
    matches = {size: match_of(size) for size in jittered(sizes)}
    calls = {size: _calls(match.warm_up()) for size, match in matches.items()}
    points: dict[int, list[tuple[float, float]]] = {size: [] for size in matches}
    for number in range(ROUNDS):
        if number >= MINIMUM_ROUNDS and time.perf_counter() - started > MAX_SECONDS:
            break
        for size in _COIN.sample(list(matches), len(matches)):
            student, reference = matches[size].pair(calls[size], calls[size])
            points[size].append((student.charge / calls[size], reference.charge / calls[size]))
    return growth_of(points, limit)


def _calls(size: Size) -> int:
    wanted = min(BLOCK_SECONDS / 2 / size.block, LONGEST_SECONDS / max(size.student, 1e-6))
    return min(MAX_BLOCK_CALLS, math.ceil(wanted))


def in_words(growth: Growth, grows: Text) -> Text:
    """Return how fast both times grow, in a sentence that names what n is."""
    own, theirs = _power(growth.student), _power(growth.reference)
    return Text(
        f"your time grows {own.en}, the reference's {theirs.en} (n is {grows.en})",
        f"你的用时{own.zh},参考答案{theirs.zh}(n 为{grows.in_('zh')})",
    )


def _power(exponent: float) -> Text:
    if exponent < _HARDLY:
        return Text("hardly at all", "几乎不增长")
    nearest = round(exponent)
    if nearest >= 1 and abs(exponent - nearest) <= 0.2:
        power = "n" if nearest == 1 else f"n^{nearest}"
    else:
        power = f"n^{exponent:.1f}"
    return Text(f"like {power}", f"按 {power} 增长")
