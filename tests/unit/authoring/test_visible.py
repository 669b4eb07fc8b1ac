"""The visible examples catch the headline misconception of each exercise."""

from dataclasses import replace

import pytest

from autograder.authoring import visible
from autograder.course.catalog import load_course
from tests.small_course import ROOT


@pytest.fixture(scope="module")
def exercises():
    return load_course(ROOT / "solutions").exercises


@pytest.fixture(scope="module")
def passed(exercises):
    return visible.passing(exercises)


@pytest.mark.slow
def test_at_least_half_of_all_wrong_answers_fail_a_visible_example(exercises, passed):
    count = sum(len(exercise.wrong) for exercise in exercises)
    assert sum(map(len, passed.values())) <= count / 2


@pytest.mark.slow
def test_the_obvious_wrong_answer_fails_one(exercises, passed):
    told = {e.slug: visible.problems(e, passed[e.slug]) for e in exercises}
    assert not any(told.values()), told


def test_an_obvious_answer_that_passes_is_a_problem_unless_the_exercise_says_why(exercises):
    exercise = exercises[0]
    assert visible.problems(exercise, ["obvious"])
    excused = replace(exercise, obvious_is_hidden_because="an example would give the answer away")
    assert not visible.problems(excused, ["obvious"])


def test_the_figures_say_what_passing_all_examples_guarantees(exercises):
    exercise = replace(exercises[0], points=8.0)
    scores = {wrong.name: 6.0 for wrong in exercise.wrong} | {exercise.wrong[0].name: 2.0}
    names = [wrong.name for wrong in exercise.wrong[:2]]
    said = visible.figures(exercise, names, scores)
    count = len(exercise.wrong)
    assert f"{count - 2} of {count} wrong answers fail one" in said and "25%" in said
    assert "100%" in visible.figures(exercise, [], scores)
