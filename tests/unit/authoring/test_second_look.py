"""The kill matrix refuses wrong answers of which students would read what is not so."""

import pytest

from autograder.authoring.kill_matrix import matrix_of
from autograder.course import witnesses
from autograder.course.catalog import load_exercise
from autograder.grading.check_runner import with_checks
from autograder.grading.session import InProcess
from tests.unit.small_exercise import HINT, write

NEW = {
    "power": ("return x ** 2", "('check_values',)"),  # squares, as another answer does
    "counts": ("SEEN.append(x)\n    return 2 * x + (len(SEEN) > 2 and x > 0)", "('check_values',)"),
    "cubes_all": ("return x ** 3 + 9 * x if x else 1", "('check_values', 'check_zero')"),
}


@pytest.fixture(scope="module")
def matrix(tmp_path_factory):
    folder = write(tmp_path_factory.mktemp("second"))
    for name, (body, fails) in NEW.items():
        code = f"FAILS = {fails}\nSEEN = []\n\n\ndef double(x):\n    {body}\n"
        (folder / "wrong" / f"{name}.py").write_text(HINT.format(words=name) + code)
    exercise, found = load_exercise(folder), []
    with_checks([exercise], 1, lambda runner: found.append(matrix_of(runner, exercise, InProcess)))
    return found[0]


def problems_of(matrix, name):
    return [problem for problem in matrix.problems if problem.startswith(f"wrong {name}:")]


def test_an_input_that_fails_only_after_others_is_refused(matrix):
    (problem, *_) = problems_of(matrix, "counts")
    assert "keep its calls apart" in problem or "alone in a new process" in problem


@pytest.mark.parametrize(("name", "other"), [("power", "squares"), ("squares", "power")])
def test_two_answers_that_no_check_tells_apart_are_refused(matrix, name, other):
    (problem,) = problems_of(matrix, name)
    assert f"its results are those of {other}" in problem


@pytest.mark.parametrize("name", ["cubes", "cubes_all", "adds_three", "halves", "fails_at_zero"])
def test_every_other_answer_shows_its_own_hint(matrix, name):
    assert not problems_of(matrix, name)
    (row,) = [row for row in matrix.rows if row.name == name]
    assert set(row.seen.meant.values()) == {(name,)}


def test_its_witnesses_hold_how_each_answer_takes_all_inputs_of_a_check(matrix):
    own = {(w.wrong, w.check): w.signature for w in matrix.witnesses}
    assert own["power", "check_values"] == own["squares", "check_values"]
    assert own["cubes", "check_values"] != own["halves", "check_values"]
    text = witnesses.render(matrix.exercise, matrix.witnesses)
    assert text.count('"exact"') == len(matrix.witnesses)
