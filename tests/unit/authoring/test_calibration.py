"""Budgets that stand too close to an answer are refused, with the figures."""

import pytest

from autograder.authoring.calibration import figures_of, problems_of
from autograder.authoring.kill_matrix import Matrix, Row
from autograder.model import CheckSpec, Exercise, Measure, Outcome, Text, Verdict

EMPTY = Text("x", "x")
CHECK = CheckSpec("check_budget", EMPTY, budget_ratio=10)
EXERCISE = Exercise("01_a/01_b", None, EMPTY, 1, 1, EMPTY, EMPTY, "", ("f",), (CHECK,), (), ())


def row(kind, seen, verdict=None):
    verdict = verdict or (Verdict.OVER_BUDGET if kind == "wrong" else Verdict.PASSED)
    measure = Measure("time", seen, 10.0, seen, seen, "within")
    measured = (measure,) if verdict is not Verdict.WRONG else ()
    outcome = Outcome("check_budget", verdict, measured=measured)
    return Row(kind, kind, frozenset(), (outcome,))


def matrix(*rows):
    return Matrix(EXERCISE, rows, ())


def test_a_budget_with_distance_on_both_sides_is_accepted():
    fine = matrix(row("reference", 1), row("accepted", 7), row("wrong", 16))
    assert problems_of(fine) == ()
    assert len(figures_of(fine)) == 3 and "limit 10" in figures_of(fine)[0]


@pytest.mark.parametrize(
    "kind, seen, words",
    [
        ("reference", 5.5, "reference reference takes 0.55 of the limit, more than 0.5"),
        ("accepted", 7.6, "accepted accepted takes 0.76 of the limit, more than 0.75"),
        ("wrong", 14, "takes only 1.40 of the limit, less than 1.5"),
    ],
)
def test_an_answer_near_the_limit_is_refused_with_its_figures(kind, seen, words):
    others = {"reference": 1, "accepted": 2, "wrong": 40} | {kind: seen}
    (problem,) = problems_of(matrix(*(row(k, s) for k, s in others.items())))
    assert words in problem and "limit 10" in problem


def test_a_budget_that_stops_no_wrong_answer_is_refused():
    rows = row("reference", 1), row("wrong", 40, Verdict.WRONG)
    (problem,) = problems_of(matrix(*rows))
    assert "no wrong answer is over the budget" in problem


def test_where_budgets_cannot_run_nothing_is_said():
    not_run = Row(
        "reference", "reference", frozenset(), (Outcome("check_budget", Verdict.NOT_RUN),)
    )
    assert problems_of(matrix(not_run)) == ()
