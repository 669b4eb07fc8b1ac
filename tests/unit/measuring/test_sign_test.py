"""The sign test, on timelines that were recorded on a shared machine, and rule by rule.

``timeline.npz`` holds CPU and wall microseconds of equal pieces of work, under three kinds of load;
``python benchmarks/budgets.py --record`` makes it. Any schedule of blocks can be laid over it, so
that every rule meets real noise with a ratio that is known exactly.
"""

import collections
import itertools
import math
import random
import re
import statistics
from pathlib import Path

import numpy as np
import pytest

from autograder.measuring import sign_test
from autograder.measuring.sign_test import (
    CERTAIN_AT,
    FAIL_AT,
    MAX_PAIRS,
    PASS_AT,
    Trial,
    interval_of,
    multiples,
    overhead_of,
    settled,
)
from autograder.model import BudgetState

LIMIT, TENTHS, TRIALS = 2, 10, 60
CPU, WALL = 0, 1
TIMELINE = np.load(Path(__file__).with_name("timeline.npz"), allow_pickle=False)


class Replay:
    """Trials of a submission of a known ratio, laid over a recorded timeline."""

    def __init__(self, load: str, clock: int, seed: int):
        self.pieces = TIMELINE[load][:, clock].astype(float) / 1e6
        self.coin = random.Random(seed)
        self.position = self.coin.randrange(len(self.pieces))

    def charge(self, pieces: int) -> float:
        taken = np.arange(self.position, self.position + pieces) % len(self.pieces)
        self.position += pieces
        return float(self.pieces[taken].sum())

    def trial(self, tenths: int) -> Trial:
        """Judge a submission that takes `tenths` tenths of the reference's time."""
        trial = Trial()
        while trial.state is BudgetState.OPEN:
            lengths = [("student", tenths), ("reference", LIMIT * TENTHS)]
            self.coin.shuffle(lengths)
            charges = {side: self.charge(pieces) for side, pieces in lengths}
            trial.add(charges["student"], charges["reference"])
        return trial

    def verdict(self, tenths: int) -> BudgetState:
        states: list[BudgetState] = []
        while settled(states) is BudgetState.OPEN:
            states.append(self.trial(tenths).state)
        return settled(states)


def verdicts(load: str, clock: int, tenths: int) -> set[BudgetState]:
    return {Replay(load, clock, seed).verdict(tenths) for seed in range(TRIALS)}


@pytest.mark.parametrize("load", TIMELINE.files)
@pytest.mark.parametrize("tenths", [10, 18])
@pytest.mark.parametrize("clock", [CPU, WALL])
def test_nobody_within_the_budget_fails(load, tenths, clock):
    assert BudgetState.OVER not in verdicts(load, clock, tenths)


@pytest.mark.parametrize("load", TIMELINE.files)
def test_three_times_the_reference_always_fails_a_budget_of_two(load):
    assert verdicts(load, CPU, 30) == {BudgetState.OVER}


@pytest.mark.parametrize("load", TIMELINE.files)
def test_the_reference_itself_passes_at_once(load):
    assert verdicts(load, CPU, 10) == {BudgetState.WITHIN}
    assert statistics.median(len(Replay(load, CPU, s).trial(10).pairs) for s in range(20)) <= 7


def errors_of(p: float, fail_at: int = FAIL_AT) -> tuple[float, float, float, float]:
    """Add up all walks of a submission that loses a pair with the chance `p`.

    Returns:
        The chances that it is within, over, unclear, and the mean number of pairs.
    """
    walking, within, over, pairs = {0: 1.0}, 0.0, 0.0, 0.0
    for _ in range(MAX_PAIRS):
        pairs += sum(walking.values())
        moved: dict[int, float] = {}
        for total, chance in walking.items():
            for step, share in ((1, p), (-1, 1 - p)):
                moved[total + step] = moved.get(total + step, 0.0) + chance * share
        within += moved.pop(PASS_AT, 0.0)
        over += moved.pop(fail_at, 0.0)
        walking = moved
    return within, over, sum(walking.values()), pairs


def test_the_error_rates_are_those_that_the_module_states():
    rows = re.findall(r"^ {4}(0\.\d+(?: +[\d.]+){5})$", sign_test.__doc__, re.MULTILINE)
    assert len(rows) == 7
    for row in rows:
        p, *stated, pairs, fails = map(float, row.split())
        *chances, mean = errors_of(p)
        assert stated == pytest.approx(chances, abs=5e-6 + 1e-9), p
        assert pairs == pytest.approx(mean, abs=0.05 + 1e-9)
        assert fails == pytest.approx(chances[1] ** 2, abs=5e-5 + 1e-9)


def test_without_the_cap_the_errors_are_wald_s():
    h = math.log(0.7 / 0.3)
    a, b = math.exp(FAIL_AT * h), math.exp(PASS_AT * h)
    wrongly_over, wrongly_within = (1 - b) / (a - b), b * (a - 1) / (a - b)
    assert (wrongly_over, wrongly_within) == pytest.approx((0.0011, 0.0144), abs=5e-5)
    within, over, *_ = errors_of(0.3)
    assert over == pytest.approx(wrongly_over, abs=1e-5)  # the cap takes little of it
    assert errors_of(0.7)[0] == pytest.approx(wrongly_within, abs=2e-5)
    assert within < 1 - wrongly_over


def test_a_certain_lead_is_as_rare_as_its_comment_says():
    assert errors_of(0.5, CERTAIN_AT)[1] == pytest.approx(0.039, abs=5e-4)
    assert errors_of(0.4, CERTAIN_AT)[1] == pytest.approx(0.0006, abs=5e-5)


@pytest.mark.parametrize("p", [0.3, 0.5, 0.7])
def test_a_trial_on_a_steady_machine_is_that_walk(p):
    coin, found = random.Random(1), collections.Counter()
    for _ in range(2000):
        trial = Trial()
        while trial.state is BudgetState.OPEN:
            trial.add(1.1 if coin.random() < p else 0.9, 1.0)
        found[trial.state] += 1
    states = (BudgetState.WITHIN, BudgetState.OVER, BudgetState.UNCLEAR)
    for state, chance in zip(states, errors_of(p), strict=False):
        assert found[state] / 2000 == pytest.approx(chance, abs=0.045)  # four standard errors


def test_the_interval_misses_the_median_as_seldom_as_it_says():
    coin = random.Random(1)
    for n in (6, 15, 40):
        intervals = [interval_of([coin.expovariate(1) for _ in range(n)]) for _ in range(2000)]
        misses = sum(not low <= math.log(2) <= high for low, high in intervals)
        assert misses / 2000 <= 0.05 + 0.015


def filled(*charges: tuple[float, float], **rest) -> Trial:
    trial = Trial()
    for student, reference in charges:
        trial.add(student, reference, **rest)
    return trial


def test_five_more_wins_than_losses_pass_and_eight_losses_fail():
    assert filled(*[(1, 2)] * -PASS_AT).state is BudgetState.WITHIN
    assert filled(*[(1, 2)] * (-PASS_AT - 1)).state is BudgetState.OPEN
    assert filled(*[(3, 2)] * FAIL_AT).state is BudgetState.OVER
    assert filled(*[(3, 2)] * (FAIL_AT - 1)).state is BudgetState.OPEN


def test_far_over_the_limit_from_the_start_needs_three_pairs():
    assert filled((21, 2), (21, 2)).state is BudgetState.OPEN
    assert filled((21, 2), (21, 2), (21, 2)).state is BudgetState.OVER
    assert filled((1, 2), (21, 2), (21, 2), (21, 2)).state is BudgetState.OPEN
    assert filled((19, 2), (21, 2), (21, 2), (21, 2)).state is BudgetState.OPEN


def test_a_walk_that_goes_nowhere_is_unclear_and_ends():
    pairs = list(itertools.islice(itertools.cycle([(1, 2), (3, 2)]), MAX_PAIRS))
    assert filled(*pairs[:-1]).state is BudgetState.OPEN
    assert filled(*pairs).state is BudgetState.UNCLEAR


def test_without_more_time_an_open_trial_is_unclear():
    trial = filled((1, 2), (3, 2))
    trial.out_of_time = True
    assert trial.state is BudgetState.UNCLEAR


def test_a_pair_in_which_the_reference_was_disturbed_is_void():
    trial = filled((1, 2), (1, 2), (1, 2), (1, 7))
    assert (trial.events, len(trial.pairs), trial.total) == (1, 3, -3)


def test_a_slow_submission_never_makes_a_pair_void():
    assert filled((1, 2), (1, 2), (1, 2), (700, 2)).events == 0


def test_computing_while_frozen_makes_a_pair_void_and_three_of_them_fail():
    assert filled(*[(1, 2)] * 2, idle_cpu=0.001).state is BudgetState.OPEN
    trial = filled(*[(1, 2)] * 3, idle_cpu=0.001)
    assert (trial.state, trial.pairs) == (BudgetState.BACKGROUND, [])
    assert filled(*[(1, 2)] * 5, idle_cpu=0.00001).state is BudgetState.WITHIN


def test_an_unsteady_machine_needs_a_longer_lead():
    references = [5, 1] * FAIL_AT
    assert filled(*[(9, r) for r in references[:-1]]).state is BudgetState.OPEN
    assert filled(*[(9, r) for r in references]).total == CERTAIN_AT
    assert filled(*[(9, r) for r in references]).state is BudgetState.OVER
    assert filled(*[(0.5, r) for r in references]).state is BudgetState.WITHIN
    assert filled(*[(6, 5), (0.5, 1)] * (MAX_PAIRS // 2)).state is BudgetState.NOISY


def test_where_the_reference_is_often_disturbed_a_longer_lead_is_needed_too():
    disturbed = filled(*[(9, 2)] * 7, *[(9, 9)] * 3)
    disturbed.add(9, 2)
    assert (disturbed.events, disturbed.state) == (3, BudgetState.OPEN)
    disturbed.out_of_time = True
    assert disturbed.state is BudgetState.NOISY


@pytest.mark.parametrize(
    "states, verdict",
    [
        ("", BudgetState.OPEN),
        ("within", BudgetState.WITHIN),
        ("over", BudgetState.OPEN),
        ("over over", BudgetState.OVER),
        ("over within", BudgetState.UNCLEAR),
        ("over unclear", BudgetState.UNCLEAR),
        ("unclear", BudgetState.UNCLEAR),
        ("over noisy", BudgetState.OPEN),
        ("over noisy over", BudgetState.OVER),
        ("noisy", BudgetState.OPEN),
        ("noisy over noisy", BudgetState.NOISY),
        ("background", BudgetState.OPEN),
        ("background background", BudgetState.BACKGROUND),
    ],
)
def test_only_two_failing_trials_fail(states, verdict):
    assert settled([BudgetState(word) for word in states.split()]) is verdict


def test_multiples_leave_out_what_is_no_call():
    # 0.5 of each block is no call; the reference makes 8 calls of 1, the submission 2 of 3.
    trial = filled(*[(0.5 + 2 * 3, 0.5 + 8)] * 5)
    assert overhead_of(single=0.5 + 2, many=8.5, calls=2, total=8) == pytest.approx(0.5)
    assert multiples(trial, calls=2, many=8, overhead=0.5) == pytest.approx([3.0] * 5)


def test_the_interval_of_few_values_is_all_of_them_and_narrows():
    assert interval_of([3, 1, 2]) == (1, 3)
    low, high = interval_of(range(100))
    assert (low, high) == (39, 60)  # binomial(100, 1/2) lies between them in 95 % of all cases
    assert interval_of([4]) == (4, 4)


def test_who_sleeps_until_the_time_is_over_is_over_the_limit():
    for charges in [(3.2, 0.045, 3.2), (0.02, 0.02, 0.02, 0.02, 6.8, 6.8), (0.004, 9.0, 9.0)]:
        trial = Trial(out_of_time=True)
        for student in charges:
            trial.add(student, 0.005)
        assert trial.state is BudgetState.OVER


def test_who_waits_once_and_wins_otherwise_has_not_slept():
    trial = Trial(out_of_time=True)
    for student in (0.004, 20.0, 0.004):
        trial.add(student, 0.005)
    assert trial.state is BudgetState.UNCLEAR


def test_who_is_slow_but_near_the_limit_when_the_time_is_over_is_unclear():
    trial = Trial(out_of_time=True)
    for student in (0.0051, 0.0052, 0.02):
        trial.add(student, 0.005)
    assert trial.state is BudgetState.UNCLEAR
