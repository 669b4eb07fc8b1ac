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
from autograder.sandbox.confinement import confine
from autograder.sandbox.processes.host import Host

COURSE = load_course(Path(__file__).parents[1] / "solutions")
SEEDS = (11, 12)
EXERCISES = pytest.mark.parametrize("exercise", COURSE.exercises, ids=lambda e: e.slug)


@pytest.fixture(scope="module")
def matrices():
    """The kill matrix of each exercise for each seed.

    One that is known is not made again; `AUTOGRADER_FRESH=1` makes all (see `validated`).
    """
    level = confine.probe().level
    found = {
        (e.slug, seed): validated.find(e, seed, level) for e in COURSE.exercises for seed in SEEDS
    }
    left = {seed: [e for e in COURSE.exercises if not found[e.slug, seed]] for seed in SEEDS}
    if any(left.values()):
        with Host() as host:
            for seed, exercises in left.items():
                found |= judged(exercises, seed, host)
    return found


def judged(exercises, seed, host):
    """Make the kill matrices of these exercises; those without problems are kept."""
    found = {}

    def body(runner):
        for exercise in exercises:
            found[exercise.slug, seed] = matrix_of(runner, exercise, host.open)
            validated.keep(found[exercise.slug, seed], seed, host.level)

    if exercises:
        with_checks(exercises, seed, body)
    return found


@EXERCISES
def test_the_kill_matrix_is_as_declared(matrices, exercise):
    for seed in SEEDS:
        matrix = matrices[exercise.slug, seed]
        assert not matrix.problems, "\n".join(matrix.problems)


@EXERCISES
def test_reference_and_accepted_answers_get_full_marks(matrices, exercise):
    for seed in SEEDS:
        for row in matrices[exercise.slug, seed].rows:
            if row.kind in ("reference", "accepted"):
                assert not row.failed, (row.name, row.failed)
            if row.kind == "skeleton":
                assert not [o for o in row.outcomes if o.verdict == "PASSED"]


@EXERCISES
def test_as_many_checks_run_as_are_declared(matrices, exercise):
    for row in matrices[exercise.slug, SEEDS[0]].rows:
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
        results = selfcheck.run_examples(examples, namespace)
    assert len(results) >= 2
    assert {result.state for result in results} == {selfcheck.State.PASSED}


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
