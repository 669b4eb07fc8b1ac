"""The sequential sign test over pairs of blocks, and what a few such trials together say. Pure.

Both blocks of a pair last equally long at the limit, so only the sign of their difference counts
and the noise of a shared machine is a fair coin. Pairs that the machine disturbed are void: told
by the reference's time alone, never by the submission's.

The test is the sequential probability ratio test (A. Wald, Sequential tests of statistical
hypotheses, Annals of Mathematical Statistics 16, 1945) of p, the chance that the submission loses a
pair: p = p0 for one within the limit against p = 1 - p0 for one over it. A lost pair adds
h = ln((1 - p0) / p0) to the logarithm of the likelihood ratio, a won one takes it away, so Wald's
two bounds are whole numbers of pairs, -5 and +8, and are met exactly. With A = exp(8h) and
B = exp(-5h) his bounds on the errors become equations: one within is called over with the chance
(1 - B) / (A - B), one over is called within with the chance B (A - 1) / (A - B). For p0 = 0.3 these
are 0.11 % and 1.4 %; to fail wrongly is the worse mistake, so its bound lies farther away. A walk
of 60 pairs that met neither is unclear, which passes. The test of this module adds up the walks,
for independent pairs on a steady machine:

    p      within    over      unclear   pairs   fails, in two trials
    0.2    0.99998   0.00002   0.00000    8.3    0.0000
    0.3    0.99772   0.00112   0.00116   12.5    0.0000
    0.4    0.91683   0.03072   0.05245   21.7    0.0009
    0.5    0.51278   0.28527   0.20195   33.1    0.0814
    0.6    0.12073   0.78730   0.09197   29.8    0.6198
    0.7    0.01443   0.98192   0.00365   19.5    0.9642
    0.8    0.00098   0.99902   0.00000   13.3    0.9980

p is 0.5 at the limit itself. How fast it leaves 0.5 beside it depends on the machine:
`benchmarks/results.md` has what was measured.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from autograder.model import BudgetState

PASS_AT, FAIL_AT, MAX_PAIRS = -5, 8, 60
# Where the machine is unsteady: noise has no favourite, so it seldom makes such a lead. At p = 0.5
# 3.9 % of walks do, at p = 0.4 0.06 %, and two are needed.
CERTAIN_AT = 2 * FAIL_AT
# More than this while frozen is no rounding of the clock.
IDLE_SECONDS, MAX_BACKGROUND = 50e-6, 3
# So far over the limit, and that from the start, needs no more pairs, which would take long.
GROSS_FACTOR, GROSS_PAIRS = 10.0, 3
EVENT_FACTOR, MINIMUM_HISTORY = 3.0, 3
MAX_VOID_SHARE, MAX_VARIATION = 0.25, 0.5
MAX_TRIALS, MAX_NOISY = 4, 2


FAILING = (BudgetState.OVER, BudgetState.BACKGROUND)


@dataclass
class Trial:
    """Pairs of blocks of one pair of processes.

    Attributes:
        total: How many more pairs the submission lost than won.
        pairs: Charges (submission, reference) of the pairs that count, in seconds.
        events: Pairs void because the reference took far longer than usual.
        background: Pairs void because the submission computed while it was frozen.
        out_of_time: Whether no more pairs can be made.
    """

    total: int = 0
    pairs: list[tuple[float, float]] = field(default_factory=list)
    events: int = 0
    background: int = 0
    out_of_time: bool = False
    _history: list[float] = field(default_factory=list)

    def add(self, student: float, reference: float, idle_cpu: float = 0.0) -> None:
        """Add one pair of charges, in seconds, for blocks that are equally long at the limit."""
        usual = statistics.median(self._history) if self._history else math.inf
        disturbed = len(self._history) >= MINIMUM_HISTORY and reference > EVENT_FACTOR * usual
        self._history.append(reference)
        if idle_cpu > IDLE_SECONDS:
            self.background += 1
        elif disturbed:
            self.events += 1
        else:
            self.pairs.append((student, reference))
            self.total += 1 if student > reference else -1

    @property
    def state(self) -> BudgetState:
        if self.total <= PASS_AT:
            return BudgetState.WITHIN
        if self.background >= MAX_BACKGROUND:
            return BudgetState.BACKGROUND
        if self.total >= CERTAIN_AT or self.has_slept:
            return BudgetState.OVER
        if (self.total >= FAIL_AT or self.is_gross) and not self.is_noisy:
            return BudgetState.OVER
        if len(self._history) < MAX_PAIRS and not self.out_of_time:
            return BudgetState.OPEN
        return BudgetState.NOISY if self.is_noisy else BudgetState.UNCLEAR

    @property
    def is_gross(self) -> bool:
        """Whether the submission lost every pair, and by far."""
        factors = [student / max(reference, 1e-9) for student, reference in self.pairs]
        return len(factors) >= GROSS_PAIRS and min(factors) > GROSS_FACTOR

    @property
    def has_slept(self) -> bool:
        """Whether it lost, and the time is over because of it: in all of it, not in each pair."""
        own, others = (sum(pair[side] for pair in self.pairs) for side in (0, 1))
        return self.out_of_time and self.total > 0 and own > GROSS_FACTOR * others

    @property
    def is_noisy(self) -> bool:
        """Whether the machine, as the reference saw it, was too unsteady to fail anyone."""
        references = [reference for _, reference in self.pairs]
        if not references or self.events > MAX_VOID_SHARE * len(self._history):
            return True
        return statistics.pstdev(references) > MAX_VARIATION * statistics.fmean(references)


def settled(states: Sequence[BudgetState]) -> BudgetState:
    """Return what trials in fresh processes say together; OPEN asks for one more.

    Only two failing trials fail, and one that passes is enough. A noisy one is repeated. If one
    trial calls a submission over with the chance q, it fails with the chance q^2, and with at most
    3 q^2 where a noisy one was repeated: at p = 0.3 below one in 100,000.
    """
    failing = [state for state in states if state in FAILING]
    if BudgetState.WITHIN in states:
        return BudgetState.UNCLEAR if failing else BudgetState.WITHIN
    if BudgetState.UNCLEAR in states:
        return BudgetState.UNCLEAR
    if len(failing) >= 2:
        return failing[-1]
    if states.count(BudgetState.NOISY) >= MAX_NOISY or len(states) >= MAX_TRIALS:
        return BudgetState.NOISY
    return BudgetState.OPEN


def multiples(trial: Trial, calls: int, many: int, overhead: float) -> list[float]:
    """Return each pair's estimate of how many times the reference's time the submission takes.

    Args:
        calls, many: Calls in a block of the submission and of the reference.
        overhead: Seconds of either block that are no call; some of each block is left in any case.
    """
    if not trial.pairs:
        return []
    usual = statistics.median(reference for _, reference in trial.pairs)
    each = max(usual - overhead, 0.02 * usual, 1e-9) / many
    return [max(own - overhead, 0.02 * own) / calls / each for own, _ in trial.pairs]


def overhead_of(single: float, many: float, calls: int, total: int) -> float:
    """Return the seconds of a block that are no call, from two blocks of the reference.

    Both blocks last ``overhead + number of calls * seconds of a call``: a line through two points.

    Args:
        single: Seconds of a block of `calls` calls.
        many: Seconds of a block of `total` calls that moved the same arguments and results.
    """
    if total <= calls:
        return 0.0
    each = (many - single) / (total - calls)
    return min(max(single - calls * each, 0.0), 0.9 * single)


def interval_of(values: Sequence[float], miss: float = 0.05) -> tuple[float, float]:
    """Return the order-statistic confidence interval of the median; all of it for few values.

    Between the values of rank k + 1 from below and from above lies the median of any continuous
    distribution, unless k or fewer of n independent values fall on one side of it: the interval
    misses with the chance 2 P(Binomial(n, 1/2) <= k), and k is the largest that keeps this within
    `miss`. Five values or fewer do not reach 95 %. It describes what was seen and decides nothing:
    the sign test, which chose n, is not independent of the values.

    Source: W. J. Conover, Practical Nonparametric Statistics, section 3.2; H. A. David and H. N.
    Nagaraja, Order Statistics, section 7.1.
    """
    ordered, outside, cut = sorted(values), 0.0, 0
    for number in range((len(ordered) + 1) // 2):
        outside += 2 * math.comb(len(ordered), number) / 2 ** len(ordered)
        if outside > miss:
            break
        cut = number
    return ordered[cut], ordered[-1 - cut]
