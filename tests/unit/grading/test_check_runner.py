"""The runner: same inputs for everybody, the smallest counterexample, and whose fault it is."""

import os
import textwrap
from dataclasses import replace

import pytest

from autograder.authoring.kill_matrix import matrix_of
from autograder.course.catalog import load_exercise
from autograder.course.witnesses import Witnesses
from autograder.errors import AuthorError, MachineError
from autograder.grading.check_runner import with_checks
from autograder.grading.session import InProcess, Session
from autograder.model import Cell, Verdict
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


def test_hint_needs_the_same_failures_and_the_same_answers(exercise):
    found = []

    def body(runner):
        found.append(matrix_of(runner, exercise, InProcess))

    with_checks([exercise], 1, body)
    witnesses = Witnesses(
        found[0].witnesses, tuple((w.name, w.misconception) for w in exercise.wrong)
    )
    same, other, right = judge(
        exercise, "def scale(x, k): return x + x", "def scale(x, k): return x * 3",
        exercise.reference, seed=5, witnesses=witnesses,
    )  # fmt: skip
    assert same["check_scaled"].hint.en == "Twice, whatever k."
    assert other["check_scaled"].verdict is Verdict.WRONG and not other["check_scaled"].hint
    assert right["check_scaled"].verdict is Verdict.PASSED


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
