"""From outcomes to points, and from lateness to points lost. Pure.

- A passed check earns its weight's share of the points; every other verdict of the student's none.
- INTERNAL_ERROR earns its share: our fault never costs a point. It is always reported.
- NOT_RUN (no such device here) is left out: the other checks share the points.
- An exercise of which nothing could run is *pending*: worth 0 of 0 points until it is graded
  elsewhere. Full marks would be a false pass, and 0 of its points a loss caused by us; so its score
  is 0 and `total_of` leaves its points out as well.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import timedelta

from autograder.course.times import parse_time
from autograder.errors import AuthorError
from autograder.model import LatePolicy, Outcome, Report, Verdict

EARNING = (Verdict.PASSED, Verdict.INTERNAL_ERROR)
LARGEST = 1e100


def score_of(outcomes: Iterable[Outcome], points: float) -> float:
    """Return the points these outcomes earn: finite, from 0 to `points`, rounded."""
    shares = [(o.verdict, _weight(o)) for o in outcomes if o.verdict is not Verdict.NOT_RUN]
    total = math.fsum(weight for _, weight in shares)
    points = _finite(points)
    if total <= 0:
        return 0.0
    if all(verdict in EARNING for verdict, weight in shares if weight):
        return points
    earned = math.fsum(weight for verdict, weight in shares if verdict in EARNING)
    return _rounded(points * (earned / total), points)


def shares_of(outcomes: Sequence[Outcome], points: float) -> tuple[tuple[float, float] | None, ...]:
    """Return what each outcome earns and what it could, in hundredths of points.

    Their sums are the score (see `score_of`) and the points, whatever is rounded; None for what is
    not counted.
    """
    counted = [n for n, o in enumerate(outcomes) if o.verdict is not Verdict.NOT_RUN]
    points = round(_finite(points), 2)
    score = min(round(score_of(outcomes, points), 2), points)
    found: list[tuple[float, float] | None] = [None] * len(outcomes)
    for earns, whole in ((True, score), (False, points - score)):
        own = [n for n in counted if (outcomes[n].verdict in EARNING) is earns]
        worth = _divided(whole, [_weight(outcomes[n]) for n in own])
        for number, each in zip(own, worth, strict=True):
            found[number] = (each if earns else 0.0, each)
    return tuple(found)


def _divided(whole: float, weights: Sequence[float]) -> list[float]:
    """Divide a number into parts of whole hundredths; the largest remainders are rounded up."""
    total = math.fsum(weights)
    if total <= 0:
        return [0.0] * len(weights)
    exact = [100 * whole * (weight / total) for weight in weights]
    parts = [math.floor(each + 1e-9) for each in exact]
    order = sorted(range(len(parts)), key=lambda n: parts[n] - exact[n])
    for number in order[: max(0, round(100 * whole) - sum(parts))]:
        parts[number] += 1
    return [part / 100 for part in parts]


def is_pending(outcomes: Iterable[Outcome]) -> bool:
    """Return whether no check could run, so that there is nothing to score yet."""
    return all(outcome.verdict is Verdict.NOT_RUN for outcome in outcomes)


def total_of(reports: Iterable[Report]) -> tuple[float, float]:
    """Return the sum of the scores and the points it is out of, pending exercises left out."""
    ready = [report for report in reports if not is_pending(report.outcomes)]
    points = math.fsum(_finite(report.points) for report in ready)
    return _rounded(math.fsum(_finite(report.score) for report in ready), points), points


def penalty_of(score: float, timestamp: str, due: str, late: LatePolicy) -> float:
    """Return the points lost to lateness, from 0 to `score`, rounded.

    A submission without a readable time is not late: our doubt costs nothing.

    Raises:
        AuthorError: `due` is no date.
    """
    percent = min(
        _finite(late.percent_per_day) * days_late(timestamp, due, late),
        _finite(late.maximum_percent),
        100.0,
    )
    score = _finite(score)
    return _rounded(score * percent / 100, score)


def days_late(timestamp: str, due: str, late: LatePolicy) -> int:
    """Return the started days after the due date and its grace; 0 when in time."""
    deadline = parse_time(due)
    if due.strip() and deadline is None:
        raise AuthorError(
            f"the due date {due!r} is no date",
            where="assignment.toml",
            cure='write due = "2026-12-07 23:59:00 UTC"',
        )
    submitted = parse_time(timestamp)
    if deadline is None or submitted is None:
        return 0
    lateness = submitted - deadline - timedelta(minutes=min(_finite(late.grace_minutes), 1e8))
    return max(0, math.ceil(lateness / timedelta(days=1)))


def number(value: float) -> str:
    """Return points as people write them: ``4``, ``4.5``, ``4.25``."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if math.isfinite(value) else "?"


def _rounded(value: float, most: float) -> float:
    return min(max(0.0, round(value, 2)), most)


def _weight(outcome: Outcome) -> float:
    return _finite(outcome.weight)


def _finite(value: float) -> float:
    """Return `value` as a float that is neither negative nor endless, alone or in a sum."""
    return min(max(0.0, float(value)), LARGEST) if math.isfinite(value) else 0.0
