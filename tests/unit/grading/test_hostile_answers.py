"""Answers that no author thought of: a verdict about the student, in words a student can read."""

from dataclasses import replace

import pytest

from autograder.course.catalog import load_exercise
from autograder.grading.check_runner import with_checks
from autograder.model import Verdict as V
from tests.orders.planted import SENTENCE, judged, planted
from tests.test_side_channels import ROOT

HEAD = """
import collections, numpy as np, pandas as pd, torch
def nested(depth):
    return [nested(depth - 1)] if depth else 1
"""
ANSWERS = [
    "10**3500", "'\\ud800' * 9", "'\\0\\x1b[31m' * 500", "b'\\xff' * 99", "nested(50)",
    "{1, 'a', None, (2,)}", "{(1, 2): 3, (): None, frozenset(): 1.5}", "range(10**30)",
    "{n: n for n in range(9999)}", "pd.DataFrame([[1, 2]], columns=['a', 'a'])",
    "pd.Series(dtype=float)", "pd.NA", "pd.NaT", "pd.Series([pd.NA, {}, [1]], dtype=object)",
    "np.array([None, [1], pd.NA], dtype=object)", "np.datetime64('NaT')", "complex('nan')",
    "torch.tensor(1.0)", "torch.ones(0, 5, 0)", "torch.full((3,), float('nan'))",
    "torch.ones([1] * 16)", "torch.ones(2, device='meta')",
    *(f"torch.ones(2, 3, dtype=torch.{name})" for name in
      ("bool", "bfloat16", "uint64", "uint16", "float16", "complex64")),
    "collections.namedtuple('P', 'shape dtype')((1,), 2)", "object()", "(object(), object())",
    "(torch.ones(2, 2, dtype=torch.bfloat16), torch.ones(2, dtype=torch.complex64))",
]  # fmt: skip
# As careless as a check can be.
CARELESS = f"""
def check_it(student):
{SENTENCE}
    from autograder.checks import expect
    out = student.double(torch.ones(2))
    expect(type(out) is not int, f"got {{out!r}}", f"{{out!r}}")
    assert_equal((out / 2 + 1).tolist(), [2.0, 2.0])
"""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def outcomes(host, tmp_path_factory):
    """Return what the checks of a careless and of a careful exercise say to each answer."""
    careful = load_exercise(ROOT / "solutions" / "02_label_encoding" / "05_one_hot")
    courses = [planted(tmp_path_factory.mktemp("careless"), CARELESS)], [careful]
    found = {}

    def judge(runner):
        for exercise in runner.exercises:
            quick = tuple(check for check in exercise.checks if not check.has_budget)
            for answer in ANSWERS:
                calls = [f"def {name}(*_args): return {answer}" for name in exercise.functions]
                source = "\n".join([HEAD, *calls])
                for outcome in judged(runner, replace(exercise, checks=quick), source, host):
                    found[f"{exercise.name} {outcome.check} {answer}"] = outcome

    for exercises in courses:
        with_checks(exercises, 3, judge)
    return found


def test_no_answer_breaks_a_check_by_our_fault(outcomes):
    assert len(outcomes) > 8 * len(ANSWERS)
    assert {o.verdict for o in outcomes.values()} <= {V.WRONG, V.CRASHED, V.PASSED}


def test_no_answer_passes_where_values_are_compared(outcomes):
    """The others look at one property each, as that the arguments are unchanged."""
    passed = {place.split()[1] for place, o in outcomes.items() if o.verdict is V.PASSED}
    assert passed <= {"check_labels_untouched", "check_dtype"}


def test_each_verdict_is_told_in_short_words_of_both_languages(outcomes):
    for place, outcome in outcomes.items():
        if outcome.verdict is V.PASSED:
            continue
        for text in (outcome.message.en, outcome.message.zh):
            assert 10 < len(text) <= 1500, place
            assert text.isprintable() or set(text) <= {"\n", *filter(str.isprintable, text)}, place
        assert outcome.verdict is V.CRASHED or outcome.message.en != outcome.message.zh, place


def test_what_a_check_cannot_use_is_named(outcomes):
    told = outcomes["double check_it (object(), object())"].message
    assert "object" in told.en and "TypeError" in told.en and "无法" in told.zh
