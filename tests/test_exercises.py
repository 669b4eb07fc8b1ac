"""Every exercise is done: the kill matrix in confined processes, on several hidden seeds."""

import warnings
from pathlib import Path

import pytest

from autograder.authoring import validated
from autograder.authoring.kill_matrix import matrix_of
from autograder.course import witnesses
from autograder.course.catalog import load_course
from autograder.grading.check_runner import with_checks
from autograder.home import selfcheck
from autograder.home.examples import run_examples
from autograder.home.results import State
from autograder.sandbox.confinement import confine
from tests.rings import nightly

COURSE = load_course(Path(__file__).parents[1] / "solutions")
EXERCISES = pytest.mark.parametrize(
    "exercise",
    [pytest.param(e, id=e.slug, marks=pytest.mark.xdist_group(e.slug)) for e in COURSE.exercises],
)
# A matrix that is as declared is the same with every seed; many are tried at night.
SEEDS = pytest.mark.parametrize("seed", [1, *nightly(*range(2, 9))])


@pytest.fixture(scope="module")
def matrix(host_at):
    """Return the kill matrix of an exercise for a seed.

    One that is known is not made again; `AUTOGRADER_FRESH=1` makes all (see `validated`).
    """
    level, found = confine.probe().level, {}

    def of(exercise, seed):
        key = exercise.slug, seed
        if key not in found:
            found[key] = validated.find(exercise, seed, level) or judged(exercise, seed)
        return found[key]

    def judged(exercise, seed):
        made = []
        host = host_at(level)
        with_checks([exercise], seed, lambda r: made.append(matrix_of(r, exercise, host.open)))
        validated.keep(made[0], seed, level)
        return made[0]

    return of


@EXERCISES
@SEEDS
def test_the_kill_matrix_is_as_declared(matrix, exercise, seed):
    assert not matrix(exercise, seed).problems, "\n".join(matrix(exercise, seed).problems)


@EXERCISES
@SEEDS
def test_reference_and_accepted_answers_get_full_marks(matrix, exercise, seed):
    for row in matrix(exercise, seed).rows:
        if row.kind in ("reference", "accepted"):
            assert not row.failed, (row.name, row.failed)
        if row.kind == "skeleton":
            assert not [o for o in row.outcomes if o.verdict == "PASSED"]


@EXERCISES
@SEEDS
def test_as_many_checks_run_as_are_declared(matrix, exercise, seed):
    for row in matrix(exercise, seed).rows:
        assert [o.check for o in row.outcomes] == [check.name for check in exercise.checks]


@EXERCISES
def test_the_witnesses_are_fresh(exercise):
    """`autograder validate --update` writes them."""
    found = witnesses.load(exercise)
    assert {w.wrong for w in found.items} | slow_answers(exercise) >= {
        w.name for w in exercise.wrong
    }


def slow_answers(exercise) -> set[str]:
    """Wrong answers that fail only budgets or on a device, which have no witness."""
    budgets = {check.name for check in exercise.checks if check.has_budget or check.requires}
    return {wrong.name for wrong in exercise.wrong if set(wrong.fails) <= budgets}


@EXERCISES
def test_the_examples_are_right_for_the_reference(exercise):
    namespace: dict = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        code = compile(exercise.reference, exercise.slug, "exec")
        exec(code, namespace)
        examples = selfcheck.examples_in_docstrings(exercise.reference)
        results = run_examples(examples, namespace)
    assert len(results) >= 2
    assert {result.state for result in results} == {State.PASSED}


@EXERCISES
def test_statements_say_something_in_both_languages(exercise):
    assert len(exercise.statement.en.split()) >= 30
    assert len(exercise.statement.zh) >= 60


def test_most_exercises_have_a_budget_and_every_kind_occurs():
    with_budget = [e for e in COURSE.exercises if any(c.has_budget for c in e.checks)]
    assert len(with_budget) >= 10
    checks = [check for exercise in with_budget for check in exercise.checks]
    for limit in ("budget_ratio", "memory_ratio", "extra_growth"):
        assert any(getattr(check, limit) for check in checks), limit
