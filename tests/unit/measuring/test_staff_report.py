"""The staff see which budgets passed only because nobody could tell."""

import pytest

from autograder.model import Course, Grade, Measure, Outcome, Report, Text, Verdict
from autograder.reports.statistics import concerns

COURSE = Course(None, Text("x", "x"), "", ("en",), ())


def listed(state, verdict=Verdict.PASSED, advisory=False):
    measure = Measure("time", 2.0, 2.0, 1.9, 2.1, state, advisory)
    outcome = Outcome("check_budget", verdict, note="1.9 to 2.1", measured=(measure,))
    report = Report("01_a/01_b", "", "", "", 1, "S3", (outcome,), 1, 1)
    grade = Grade("chen", "01_a", 1, 1, 0, (report,))
    found = {c.title: c.items for c in concerns(COURSE, [grade], [], "en")}
    return found.get("Budgets too close to tell", ())


@pytest.mark.parametrize("state, advisory", [("unclear", False), ("noisy", False), ("over", True)])
def test_an_unclear_pass_is_listed_with_its_figures(state, advisory):
    (item,) = listed(state, advisory=advisory)
    assert "1.9 to 2.1" in str(item) and "chen" in str(item)


def test_clear_verdicts_are_not_listed():
    assert listed("within") == ()
    assert listed("over", Verdict.OVER_BUDGET) == ()
