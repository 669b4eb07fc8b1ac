"""The runner: same inputs for everybody, the smallest counterexample, and whose fault it is."""

import os
import textwrap
from dataclasses import replace

import pytest
import torch

from autograder.authoring.kill_matrix import matrix_of
from autograder.course.catalog import load_exercise
from autograder.course.witnesses import UNKNOWN, Witness, Witnesses
from autograder.errors import AuthorError, MachineError
from autograder.grading.check_runner import with_checks
from autograder.grading.session import InProcess, Session
from autograder.model import Cell, Verdict
from autograder.sandbox import codec
from tests.machine import PATIENT

CHECKS = '''
import torch
from autograder.checks import assert_close, assert_equal, expect, given, sizes, st, tensors

@given(x=tensors((sizes(0, 4),), label="x"), k=st.integers(0, 5))
def check_scaled(student, x, k):
    """Scaled by k.

    乘以 k。
    """
    assert_close(student.scale(x, k), x * k)

def check_shape(student):
    """Keeps the shape.

    形状不变。
    """
    expect(student.scale(torch.ones(2, 3), 2).shape == (2, 3), "shape differs", "形状不同")

@given(data=st.data())
def check_interactive(student, data):
    """Draws while it runs.

    边运行边抽取。
    """
    k = data.draw(st.integers(0, 3))
    assert_equal(student.scale(1, k), k)
'''
REFERENCE = '''
def scale(x, k):
    """Scale."""
    ### BEGIN SOLUTION
    return x * k
    ### END SOLUTION
'''
TOML = """
title.en = "t"
title.zh = "t"
points = 3
"""
WRONG = '''"""Twice, whatever k.

总是两倍。
"""
FAILS = ("check_scaled", "check_interactive")
def scale(x, k):
    return x * 2
'''


@pytest.fixture
def exercise(tmp_path):
    folder = tmp_path / "solutions" / "01_a" / "01_scale"
    (folder / "wrong").mkdir(parents=True)
    for name, text in {
        "checks.py": CHECKS, "reference.py": REFERENCE, "exercise.toml": TOML,
        "statement.en.md": "x", "statement.zh.md": "x", "wrong/twice.py": WRONG,
    }.items():  # fmt: skip
        (folder / name).write_text(textwrap.dedent(text))
    return load_exercise(folder)


def judge(exercise, *sources, seed=1, witnesses=None):
    """Return the outcomes of each source, by check name."""
    results = []

    def body(runner):
        for source in sources:
            session = Session(exercise, (Cell("a.py", source),), InProcess)
            results.append({o.check: o for o in runner.judge(session)})

    with_checks([exercise], seed, body, lambda _: witnesses or Witnesses())
    return results


def test_what_a_user_adds_to_every_pytest_does_not_reach_grading(exercise, monkeypatch):
    monkeypatch.setenv("PYTEST_ADDOPTS", "--durations=5 -rs")
    monkeypatch.setenv("PYTEST_PLUGINS", "no_such_plugin")
    seen = []
    with_checks([exercise], 1, seen.append)
    assert len(seen) == 1
    assert os.environ["PYTEST_PLUGINS"] == "no_such_plugin"


def test_a_pytest_that_does_not_start_is_the_machines_fault(exercise, monkeypatch):
    monkeypatch.setattr(pytest, "main", lambda *_, **__: pytest.ExitCode.USAGE_ERROR)
    with pytest.raises(MachineError, match="pytest does not start"):
        with_checks([exercise], 1, lambda runner: None)


def test_reference_passes(exercise):
    (outcomes,) = judge(exercise, exercise.reference)
    assert {o.verdict for o in outcomes.values()} == {Verdict.PASSED}


def test_a_failure_shows_the_smallest_counterexample(exercise):
    (outcomes,) = judge(exercise, "def scale(x, k): return x * 2")
    outcome = outcomes["check_scaled"]
    assert outcome.verdict is Verdict.WRONG
    assert "shape (1,)" in outcome.counterexample.en and "k" in outcome.sentence.en
    assert "expected" in outcome.message.en and "期望" in outcome.message.zh


def test_everybody_meets_the_same_inputs(exercise):
    spy = "seen = []\ndef scale(x, k):\n    print('CALL', x, k)\n    return x * k"
    transcripts = []
    for _ in range(2):
        first, second = judge(exercise, exercise.reference, spy, seed=7)
        transcripts.append((first, second))
    assert [o.verdict for o in transcripts[0][1].values()] == [
        o.verdict for o in transcripts[1][1].values()
    ]


def test_another_seed_draws_other_inputs(exercise, capfd):
    spy = "def scale(x, k):\n    print('CALL', k, getattr(x, 'shape', x))\n    return x * k"
    calls = []
    for seed in (1, 1, 2):
        judge(exercise, spy, seed=seed)
        calls.append(capfd.readouterr().out)
    assert calls[0] == calls[1] != calls[2]


def test_missing_function_is_not_attempted(exercise):
    (outcomes,) = judge(exercise, "def skale(x, k): return x * k")
    assert {o.verdict for o in outcomes.values()} == {Verdict.NOT_ATTEMPTED}
    assert "skale" in outcomes["check_shape"].message.en


def test_a_syntax_error_is_said_as_what_it_is(exercise):
    (outcomes,) = judge(exercise, "def scale(x, k) return x")
    assert {o.verdict for o in outcomes.values()} == {Verdict.CRASHED}
    assert "SyntaxError" in outcomes["check_shape"].message.en
    assert outcomes["check_shape"].trace == ("a.py, line 1: def scale(x, k) return x",)


def test_a_result_that_breaks_the_check_is_the_students_fault(exercise):
    (outcomes,) = judge(exercise, "def scale(x, k): return None")
    assert outcomes["check_shape"].verdict is Verdict.WRONG


def test_a_check_that_breaks_on_the_reference_is_our_fault(exercise):
    checks = exercise.folder / "checks.py"
    checks.write_text(checks.read_text().replace("expect(student", "1 / 0; expect(student"))
    (outcomes,) = judge(exercise, exercise.reference)
    assert outcomes["check_shape"].verdict is Verdict.INTERNAL_ERROR
    assert "ZeroDivisionError" in outcomes["check_shape"].note


def witnesses_of(exercise):
    """Return what the kill matrix of the exercise makes."""
    found = []
    with_checks([exercise], 1, lambda r: found.append(matrix_of(r, exercise, InProcess)))
    means = tuple((w.name, w.misconception) for w in exercise.wrong)
    return Witnesses(found[0].witnesses, means)


def test_a_hint_needs_the_same_answers(exercise):
    same, other, right = judge(
        exercise, "def scale(x, k): return x + x", "def scale(x, k): return x * 3",
        exercise.reference, seed=5, witnesses=witnesses_of(exercise),
    )  # fmt: skip
    assert same["check_scaled"].hint.en == "Twice, whatever k."
    assert other["check_scaled"].verdict is Verdict.WRONG and not other["check_scaled"].hint
    assert right["check_scaled"].verdict is Verdict.PASSED


def test_a_second_mistake_keeps_the_hint_of_the_first(exercise):
    known = witnesses_of(exercise)
    another, dtype = judge(
        exercise, "def scale(x, k): return x * 2 if getattr(x, 'ndim', 0) < 2 else x[0]",
        "def scale(x, k): return x * 2.0", witnesses=known,
    )  # fmt: skip
    assert another["check_shape"].verdict is Verdict.WRONG and not another["check_shape"].hint
    assert another["check_scaled"].hint.en == "Twice, whatever k."
    assert dtype["check_scaled"].hint.en == "Twice, whatever k."


def test_a_guess_is_made_only_where_nothing_is_known(exercise):
    known = witnesses_of(exercise)
    twice, thrice = judge(
        exercise, "def scale(x, k): return x * 2", "def scale(x, k): return 3 * (x * k)",
        witnesses=known,
    )  # fmt: skip
    assert not twice["check_scaled"].guess
    assert "3 times" in thrice["check_scaled"].guess.en and not thrice["check_scaled"].hint


MOODY = """
def scale(x, k):
    if getattr(x, "ndim", 0) != 1 or len(x) == 3:
        return x * k
    return x * k + 1 if len(x) == 1 else x[:-1] * k
"""


def test_all_that_is_shown_is_of_the_run_that_failed(exercise):
    """Two witnesses fail, each in its way: message and call are those of the first."""
    inputs = [dict(x=torch.ones(n), k=n) for n in (1, 2, 3)]
    items = tuple(Witness("twice", "check_scaled", codec.encode(each), UNKNOWN) for each in inputs)
    (found,) = judge(exercise, MOODY, witnesses=Witnesses(items))
    outcome = found["check_scaled"]
    assert outcome.message.en == "at [0]: expected 1, got 2"
    assert outcome.counterexample.en == "scale(float32 tensor of shape (1,) = [1], 1)"


CALLS = '''
import torch
from autograder.checks import assert_close, assert_equal

def check_scaled(student):
    """Both ways.

    两种方式。
    """
    one = student.scale(torch.ones(2), 1)
    other = student.scale(torch.ones(2), 2)
    student.scale(torch.ones(9), 9)
    assert_close(other.reshape(-1), one)

def check_shape(student):
    """The first one.

    第一个。
    """
    answers = [student.scale(torch.full((2,), k), 2.0) for k in (1.0, 2.0, 3.0)]
    assert_equal(answers[1].tolist(), [4.0, 4.0])
    assert_close(answers[0], torch.full((2,), 2.0))

def check_interactive(student):
    """An object.

    一个对象。
    """
    box = student.scale(1, 0)
    box.fit(3)
    box.value()
    assert_equal(box.value(), 4)
'''
BOXES = """
import torch
class Box:
    def fit(self, k): self.k = k
    def value(self): return self.k
def scale(x, k):
    return Box() if k == 0 else x * k if k == 2.0 and x[0] == 2 else x * 3 * k
"""


def test_the_calls_shown_are_those_whose_answers_were_compared(exercise):
    (exercise.folder / "checks.py").write_text(CALLS)
    (found,) = judge(load_exercise(exercise.folder), BOXES)
    ones = "scale(float32 tensor of shape (2,) = [1, 1]"
    assert found["check_scaled"].counterexample.en == f"{ones}, 1), then {ones}, 2)"
    assert found["check_shape"].counterexample.en == f"{ones}, 2.0)"
    chain = "scale(1, 0), then Box.fit(3), then Box.value()"
    assert found["check_interactive"].counterexample.en == chain
    assert "然后 Box.fit(3)" in found["check_interactive"].counterexample.zh


def test_checks_that_cannot_be_imported_are_the_authors_error(exercise):
    (exercise.folder / "checks.py").write_text("import nothing_like_this\n" + CHECKS)
    with pytest.raises(AuthorError, match="nothing_like_this"):
        judge(exercise, exercise.reference)


def test_fewer_checks_collected_than_declared_is_an_error(exercise):
    checks = exercise.folder / "checks.py"
    checks.write_text(checks.read_text() + "\ndel check_shape\n")
    with pytest.raises(AuthorError, match="collected"):
        judge(exercise, exercise.reference)


def test_no_conftest_has_a_say_in_what_checks_do(exercise):
    guilty = exercise.folder.parents[1] / "conftest.py"
    guilty.write_text("raise RuntimeError('a conftest ran beside the secrets')\n")
    seen = []
    with_checks([exercise], 1, seen.append)
    assert len(seen) == 1


SPINS = """
import torch
def scale(x, k):
    while {where}: pass
    return x * k
"""


@pytest.mark.parametrize(
    ("where", "verdicts"),
    [
        ("True", ["LIMIT_EXCEEDED"] * 3),
        ("torch.is_tensor(x) and x.numel()", ["LIMIT_EXCEEDED", "LIMIT_EXCEEDED", "PASSED"]),
    ],
)
def test_two_stops_void_the_rest_only_where_nothing_was_ever_answered(
    exercise, host, machine, where, verdicts
):
    limits = replace(PATIENT, cpu_seconds=machine.seconds(0.5))
    exercise = replace(exercise, limits=limits)
    found = []

    def body(runner):
        session = Session(exercise, (Cell("a.py", SPINS.format(where=where)),), host.open)
        try:
            found.extend(runner.judge(session))
        finally:
            session.close()

    with_checks([exercise], 1, body)
    assert [outcome.verdict for outcome in found] == verdicts
    assert ("not waited for" in found[-1].message.en) == (where == "True")
