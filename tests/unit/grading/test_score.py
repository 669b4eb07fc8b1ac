"""Scores are finite and within the points; our faults and our doubts cost nothing."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from autograder.course.times import parse_time
from autograder.errors import AuthorError
from autograder.grading.score import (
    days_late,
    is_pending,
    number,
    penalty_of,
    score_of,
    shares_of,
    total_of,
)
from autograder.model import LatePolicy, Outcome, Verdict
from tests.unit.sample_class import course, outcome, report

V = Verdict
DUE = "2026-12-07 23:59:00 UTC"
POLICY = LatePolicy(percent_per_day=10, grace_minutes=15, maximum_percent=50)
anything = st.floats(allow_nan=True, allow_infinity=True)
weights = st.floats(0.1, 10)
outcomes = st.lists(st.builds(Outcome, st.just("c"), st.sampled_from(list(V)), weight=weights))
points = st.floats(0.5, 100)


@given(
    st.lists(st.builds(Outcome, st.just("c"), st.sampled_from(list(V)), weight=anything)), anything
)
@example([Outcome("c", V.PASSED, weight=1.7e308), Outcome("c", V.WRONG, weight=1.7e308)], 10.0)
def test_score_is_finite_and_within_the_points_whatever_comes(found, most):
    score = score_of(found, most)
    assert math.isfinite(score) and score >= 0
    assert score <= (most if math.isfinite(most) and most > 0 else 0)


def test_sums_of_points_are_finite():
    passed = (outcome("a", V.PASSED),)
    large = report(course().exercises[0], passed, points=1.7e308, score=1.7e308)
    assert all(math.isfinite(number) for number in total_of([large, large]))


@given(outcomes, points)
def test_a_better_verdict_never_lowers_the_score(found, most):
    for position, worse in enumerate(found):
        if worse.verdict is not V.NOT_RUN:
            better = [*found]
            better[position] = replace(worse, verdict=V.PASSED)
            assert score_of(better, most) >= score_of(found, most)


@given(outcomes, points)
def test_our_error_earns_what_passing_earns(found, most):
    ours = [replace(o, verdict=V.INTERNAL_ERROR) if o.verdict is V.PASSED else o for o in found]
    assert score_of(ours, most) == score_of(found, most)


@given(outcomes, points)
def test_not_run_is_left_out(found, most):
    more = [*found, Outcome("gpu", V.NOT_RUN, weight=5)]
    assert score_of(more, most) == score_of(found, most)


@given(st.lists(weights, min_size=1, max_size=9), st.floats(0.001, 100))
def test_all_passed_is_exactly_full_marks(all_weights, most):
    assert score_of([Outcome("c", V.PASSED, weight=w) for w in all_weights], most) == most


def test_partial_credit_follows_the_weights_and_is_rounded():
    found = [outcome("a", V.PASSED, weight=2), outcome("b", V.WRONG), outcome("c", V.SKIPPED),
             outcome("d", V.NOT_RUN, weight=9)]  # fmt: skip
    assert score_of(found, 6) == 3.0
    assert score_of([outcome("a"), outcome("b"), outcome("c", V.CRASHED)], 1) == 0.67


def test_what_could_not_run_is_pending_and_counts_for_neither_side():
    some, other = course().exercises[:2]
    pending = report(some, (outcome("a", V.NOT_RUN), outcome("b", V.NOT_RUN)))
    ready = report(other, (outcome("a"), outcome("b", V.WRONG)))
    assert is_pending(pending.outcomes) and not is_pending(ready.outcomes)
    assert pending.score == 0.0
    assert total_of([pending, ready]) == (2.0, 4.0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12-07 23:59:00 UTC", "2026-12-07T23:59:00+00:00"),
        ("2026-12-07 23:59:00.25 UTC", "2026-12-07T23:59:00.250000+00:00"),
        ("2026-12-07T23:59:00Z", "2026-12-07T23:59:00+00:00"),
        ("2026-12-07T23:59:00+08:00", "2026-12-07T15:59:00+00:00"),
        ("2026-12-07 23:59:00 +0800", "2026-12-07T15:59:00+00:00"),
        ("2026-12-07 23:59:00 Asia/Shanghai", "2026-12-07T15:59:00+00:00"),
        ("2026-12-07 23:59:00", "2026-12-07T23:59:00+00:00"),
        (" 2026-12-07\n", "2026-12-07T00:00:00+00:00"),
    ],
)
def test_times_are_read_with_their_zone(text, expected):
    assert parse_time(text).isoformat() == expected


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2026-13-01", "2026-12-07 10:00 ../etc/passwd", "2026-12-07 10:00 Nowhere/Land",
     "0001-01-01 00:00:00 Asia/Shanghai", "9999-12-31 23:59:59 -1200", "\x00"],
)  # fmt: skip
def test_what_is_no_time_is_none(text):
    assert parse_time(text) is None


@given(st.text())
def test_no_text_breaks_the_clock(text):
    moment = parse_time(text)
    assert moment is None or moment.tzinfo is UTC


@pytest.mark.parametrize(
    ("minutes", "days"),
    [(-60, 0), (0, 0), (15, 0), (15.01, 1), (15 + 1440, 1), (16 + 1440, 2), (15 + 5 * 1440, 5)],
)
def test_a_day_counts_when_it_has_started_after_the_grace(minutes, days):
    handed_in = parse_time(DUE) + timedelta(minutes=minutes)
    assert days_late(handed_in.isoformat(), DUE, POLICY) == days


def test_penalty_stops_at_the_maximum():
    day = [f"2026-12-{n:02d} 12:00:00 UTC" for n in range(7, 20)]
    assert [penalty_of(20, moment, DUE, POLICY) for moment in day] == [
        0, 2, 4, 6, 8, 10, 10, 10, 10, 10, 10, 10, 10,
    ]  # fmt: skip


@given(anything, st.datetimes(datetime(1, 1, 2), datetime(9998, 1, 1)),
       st.builds(LatePolicy, anything, anything, anything))  # fmt: skip
def test_penalty_is_finite_and_never_more_than_the_score(score, moment, late):
    penalty = penalty_of(score, moment.isoformat(), DUE, late)
    assert math.isfinite(penalty) and penalty >= 0
    assert penalty <= (score if math.isfinite(score) and score > 0 else 0)


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_later_never_costs_less(first, second):
    early, late = (
        penalty_of(10, (parse_time(DUE) + timedelta(minutes=m)).isoformat(), DUE, POLICY)
        for m in sorted((first, second))
    )
    assert early <= late


def test_an_unknown_time_of_submission_costs_nothing():
    assert penalty_of(10, "", DUE, POLICY) == penalty_of(10, "yesterday", DUE, POLICY) == 0
    assert penalty_of(10, "2030-01-01", "", POLICY) == 0


def test_a_due_date_that_is_none_is_the_authors_error():
    with pytest.raises(AuthorError, match="next Friday"):
        penalty_of(10, DUE, "next Friday", POLICY)


def test_numbers_read_as_people_write_them():
    assert [number(x) for x in (4.0, 4.5, 4.25, 0.0, 10, 100)] == [
        "4",
        "4.5",
        "4.25",
        "0",
        "10",
        "100",
    ]
    assert number(math.nan) == "?"


@pytest.mark.parametrize("points", [1, 6, 8, 10, 14, 0.5, 3.33])
def test_shares_add_up_to_the_score_whatever_is_rounded(points):
    passing, failing = Verdict.PASSED, Verdict.WRONG
    for count in range(1, 12):
        for passed in range(count + 1):
            verdicts = [passing] * passed + [failing] * (count - passed) + [Verdict.NOT_RUN]
            outcomes = [Outcome(f"c{n}", v, weight=1 + n % 3) for n, v in enumerate(verdicts)]
            *shares, not_run = shares_of(outcomes, points)
            assert not_run is None
            earned, worth = (round(sum(each), 2) for each in zip(*shares, strict=True))
            assert (earned, worth) == (round(score_of(outcomes, points), 2), points)
            assert all(0 <= own <= most for own, most in shares)
    assert shares_of([Outcome("c", Verdict.NOT_RUN)], 4) == (None,)
