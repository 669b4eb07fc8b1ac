"""Budgets beside wrong values, and which misconception a failed check speaks of. Pure."""

from dataclasses import replace

import pytest

from autograder.course.catalog import load_exercise
from autograder.course.witnesses import UNKNOWN, Signature, Witness, Witnesses
from autograder.grading.explaining import explained
from autograder.grading.replaying import CheckRun
from autograder.grading.score import score_of
from autograder.grading.verdicts import outcome_of
from autograder.measuring.signals import BudgetExceeded, ValuesDiffer
from autograder.model import Text, Verdict
from tests.unit.small_exercise import write

A, B, C = (Signature(letter * 2, letter) for letter in "abc")
WRONG = AssertionError("expected 2, got 1")
DIFFER = ValuesDiffer(Text("expected 2, got 1", "期望 2,得到 1"))
SLOW = BudgetExceeded(Text("it takes 9 times", "9 倍"))


@pytest.fixture(scope="module")
def exercise(tmp_path_factory):
    """The checks values, zero and shape, and a budget."""
    made = load_exercise(write(tmp_path_factory.mktemp("explained")))
    values, zero = made.checks
    shape = replace(values, name="check_shape")
    budget = replace(values, name="check_budget", budget_ratio=2.0)
    return replace(made, checks=(values, zero, shape, budget))


def run(exercise, witnesses=Witnesses(), **failed):  # noqa: B008
    """Return the outcomes by check; `failed` gives errors, or pairs of an error and a signature."""
    runs, outcomes = {}, []
    for spec in exercise.checks:
        error = failed.get(spec.name.removeprefix("check_"))
        error, signature = error if isinstance(error, tuple) else (error, None)
        runs[spec.name] = CheckRun(None, spec, error=error, signature=signature)
        outcomes.append(outcome_of(spec, error))
    return {o.check[6:]: o for o in explained(exercise, outcomes, runs, witnesses)}


def known(*items):
    """Return witnesses of these (wrong answer, check, signature)."""
    names = dict.fromkeys(wrong for wrong, *_ in items)
    return Witnesses(
        tuple(Witness(wrong, f"check_{check}", b"", found) for wrong, check, found in items),
        tuple((name, Text(f"about {name}", f"关于 {name}")) for name in names),
    )


def test_a_budget_beside_wrong_values_is_not_measured(exercise):
    found = run(exercise, values=WRONG, budget=DIFFER)
    budget = found["budget"]
    assert budget.verdict is Verdict.SKIPPED and not budget.counterexample
    assert "not measured" in budget.message.en and "未测量" in budget.message.zh
    assert "expected 2" in budget.note  # for the staff
    assert found["values"].verdict is Verdict.WRONG
    assert score_of(found.values(), 4) == 2  # values and budget are not earned


def test_a_budget_that_alone_finds_wrong_values_says_so(exercise):
    budget = run(exercise, budget=DIFFER)["budget"]
    assert budget.verdict is Verdict.WRONG
    assert "expected 2, got 1" in budget.message.en and "期望 2" in budget.message.zh


def test_hints_are_found_for_each_check(exercise):
    witnesses = known(("one", "values", A), ("two", "zero", B))
    found = run(exercise, witnesses, values=(WRONG, A), zero=(WRONG, B), shape=(WRONG, C))
    assert [found[name].hint.en for name in ("values", "zero", "shape")] == [
        "about one", "about two", "",
    ]  # fmt: skip


@pytest.mark.parametrize("budget", [None, DIFFER, SLOW])
def test_a_budget_changes_no_hint(exercise, budget):
    found = run(exercise, known(("one", "values", A)), values=(WRONG, A), budget=budget)
    assert found["values"].hint.en == "about one" and not found["budget"].hint


def test_the_most_specific_misconception_is_named(exercise):
    witnesses = known(
        ("one", "values", A), ("both", "values", A), ("both", "zero", B), ("zero", "zero", C),
    )  # fmt: skip
    assert run(exercise, witnesses, values=(WRONG, A))["values"].hint.en == "about one"
    found = run(exercise, witnesses, values=(WRONG, A), zero=(WRONG, B))
    assert found["values"].hint.en == found["zero"].hint.en == "about both"
    found = run(exercise, witnesses, values=(WRONG, A), zero=(WRONG, C))
    assert found["zero"].hint.en == "about zero"
    # Its check of zero would fail as well.
    assert not run(exercise, known(("both", "zero", B), ("both", "values", A)), zero=(WRONG, B))[
        "zero"
    ].hint


def test_the_same_numbers_in_another_type_will_do(exercise):
    loosely, witnesses = Signature("other", A.loose), known(("one", "values", A))
    assert run(exercise, witnesses, values=(WRONG, loosely))["values"].hint.en == "about one"
    exactly = known(("one", "values", loosely), ("two", "values", A))
    assert run(exercise, exactly, values=(WRONG, A))["values"].hint.en == "about two"


def test_what_results_do_not_tell_apart_has_no_hint_unless_both_mean_the_same(exercise):
    witnesses = known(("one", "values", A), ("two", "values", A))
    assert not run(exercise, witnesses, values=(WRONG, A))["values"].hint
    merged = Witnesses(witnesses.items, tuple((n, Text("same", "同")) for n in ("one", "two")))
    assert run(exercise, merged, values=(WRONG, A))["values"].hint.en == "same"


def test_a_budget_s_one_known_slow_answer_is_a_guess(exercise):
    slow = known(("loop", "budget", UNKNOWN))
    outcome = run(exercise, slow, budget=SLOW)["budget"]
    assert outcome.guess.en == "about loop" and not outcome.hint
    two = known(("loop", "budget", UNKNOWN), ("copy", "budget", UNKNOWN))
    assert not run(exercise, two, budget=SLOW)["budget"].guess
    assert not run(exercise, slow)["budget"].guess


def test_a_check_that_does_not_disclose_makes_no_guess(exercise):
    def found(disclose):
        specs = tuple(replace(spec, disclose=disclose) for spec in exercise.checks)
        runs, outcomes = {}, []
        for spec in specs:
            evidence = [(([2.0, 4.0, 6.0], [1.0, 2.0, 3.0]),)]
            runs[spec.name] = CheckRun(None, spec, error=WRONG, evidence=evidence)
            outcomes.append(outcome_of(spec, WRONG))
        return explained(exercise, outcomes, runs, Witnesses())[0].guess.en

    assert "2 times" in found(True) and not found(False)
