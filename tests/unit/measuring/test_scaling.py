"""How exponents are told apart, and how they are said."""

import math
import random
import statistics

import pytest

from autograder.measuring.scaling import SURE_SHARE, growth_of, in_words, jittered
from autograder.model import BudgetState, Text

SIZES, LIMIT = (1000, 2000, 4000, 8000), 0.35


def points(student: float, reference: float = 1.0, noise: float = 0.03, constant: float = 1.0,
           coin: random.Random | None = None):  # fmt: skip
    coin = coin or random.Random(1)

    def around(value):
        return value * coin.lognormvariate(0, noise)

    return {
        n: [(around(constant * n**student), around(n**reference)) for _ in range(7)] for n in SIZES
    }


@pytest.mark.parametrize("extra", [-0.5, 0, 0.14, 0.25])
def test_as_fast_growing_as_the_reference_is_within(extra):
    growth = growth_of(points(1 + extra), LIMIT)
    assert growth.state is BudgetState.WITHIN
    assert growth.extra == pytest.approx(extra, abs=0.05)


@pytest.mark.parametrize("extra", [0.5, 1, 2])
def test_faster_growing_is_over(extra):
    growth = growth_of(points(1 + extra), LIMIT)
    assert (growth.state, growth.student) == (BudgetState.OVER, pytest.approx(1 + extra, abs=0.05))


def test_a_constant_factor_is_no_growth():
    assert growth_of(points(1, constant=50), LIMIT).extra == pytest.approx(0, abs=0.05)


def test_what_is_steep_only_by_chance_is_not_over():
    noisy = growth_of(points(1.5, noise=0.4), LIMIT)
    assert noisy.extra > LIMIT
    assert noisy.state is BudgetState.UNCLEAR


@pytest.mark.parametrize("noise", [0.2, 0.5, 1.0])
def test_the_error_rates_are_those_that_the_module_states(noise):
    """Both sides scatter, so that the ratio of a pair does by sqrt(2) times as much."""
    coin, border = random.Random(1), LIMIT * SURE_SHARE
    growths = [
        growth_of(points(1 + border, noise=noise / math.sqrt(2), coin=coin), LIMIT)
        for _ in range(1000)
    ]
    over = sum(growth.state is BudgetState.OVER for growth in growths) / 1000
    assert over <= 0.05 + 0.02  # three standard errors
    told = statistics.fmean(growth.error for growth in growths)
    assert told == pytest.approx(statistics.stdev(g.extra for g in growths), rel=0.1)


def test_one_disturbed_pair_changes_nothing():
    disturbed = points(1)
    disturbed[8000][3] = (disturbed[8000][3][0] * 100, disturbed[8000][3][1])
    assert growth_of(disturbed, LIMIT).state is BudgetState.WITHIN


@pytest.mark.parametrize(
    "student, reference, en, zh",
    [
        (2, 1, "your time grows like n^2, the reference's like n (n is labels)", "按 n^2 增长"),
        (1.5, 1, "your time grows like n^1.5, the reference's like n", "按 n^1.5 增长"),
        (1, 0, "your time grows like n, the reference's hardly at all", "几乎不增长"),
    ],
)
def test_the_message_says_what_grows_and_how(student, reference, en, zh):
    words = in_words(growth_of(points(student, reference), LIMIT), Text("labels", "标签数"))
    assert en in words.en
    assert zh in words.zh and "标签数" in words.zh


def test_sizes_are_moved_and_stay_in_order():
    drawn = {tuple(jittered(SIZES)) for _ in range(20)}
    assert len(drawn) > 1
    for sizes in drawn:
        assert all(abs(n - m) <= 0.1 * m + 1 for n, m in zip(sizes, SIZES, strict=True))
