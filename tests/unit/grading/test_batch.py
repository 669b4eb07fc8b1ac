"""A class on several workers: nothing lost, nothing mixed up, nobody waits for one."""

import os
import signal
import textwrap
from dataclasses import replace

import pytest

from autograder.catalog import load_course
from autograder.errors import MachineError
from autograder.grading.batch import Engine
from autograder.model import Cell, Submission, Text, Verdict

REFERENCE = '''
def scale(x, k):
    """Scale."""
    ### BEGIN SOLUTION
    return x * k
    ### END SOLUTION
'''
CHECKS = '''
import torch
from autograder.checks import assert_close, given, sizes, st, tensors

@given(x=tensors((sizes(0, 4),), label="x"), k=st.integers(0, 5))
def check_scaled(student, x, k):
    """Scaled by k.

    乘以 k。
    """
    assert_close(student.scale(x, k), x * k)

def check_worker(student):
    """Whether this worker lives.

    进程是否活着。
    """
    import os, pathlib, signal
    if pathlib.Path({trap!r}).exists():
        os.kill(os.getpid(), signal.SIGKILL)
'''
TOML = """
title.en = "t"
title.zh = "t"
points = 4
[limits]
cpu_seconds = 0.5
[checks.check_scaled]
weight = 3
[checks.check_worker]
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    folder = root / "solutions" / "01_a" / "01_scale"
    folder.mkdir(parents=True)
    files = {
        "checks.py": CHECKS.replace("{trap!r}", repr(str(root / "trap"))),
        "reference.py": REFERENCE, "exercise.toml": TOML, "statement.en.md": "x",
        "statement.zh.md": "x", "../assignment.toml": 'title.en = "a"\ntitle.zh = "a"',
        "../introduction.en.md": "x", "../introduction.zh.md": "x",
        "../../course.toml": 'title.en = "c"\ntitle.zh = "c"',
    }  # fmt: skip
    for name, text in files.items():
        (folder / name).write_text(textwrap.dedent(text))
    return load_course(root / "solutions")


def submission(student, source, **more):
    cells = (Cell("scale.py", source, "01_a/01_scale"),) if source else ()
    return Submission(student, "01_a", cells, student, **more)


RIGHT = "def scale(x, k): return k * x"
WRONG = "def scale(x, k): return x + k"


@pytest.fixture(scope="module")
def engine(course, tmp_path_factory):
    store = tmp_path_factory.mktemp("store") / "reports.db"
    with Engine(course, seed=1, workers=2, store=store) as engine:
        yield engine


def test_grades_come_in_the_order_of_the_submissions(engine):
    class_ = [submission(f"s{n}", f"# {n}\n{RIGHT if n % 2 else WRONG}") for n in range(8)]
    grades = engine.grade(class_)
    assert [grade.student for grade in grades] == [f"s{n}" for n in range(8)]
    assert [grade.score for grade in grades] == [1.0, 4.0] * 4


def test_a_slow_submission_blocks_nobody(engine):
    order = []
    slow = "def scale(x, k):\n    while True: pass"
    quick = [submission(f"q{n}", f"# quick {n}\n{RIGHT}") for n in range(6)]
    engine.grade([submission("slow", slow), *quick], lambda p: order.append(p.student))
    assert order[-1] == "slow"


def test_grading_again_is_answered_from_the_store_and_identical(engine):
    seen = []
    one = submission("again", "# again\n" + WRONG)
    first = engine.grade([one])
    second = engine.grade([one], lambda progress: seen.append(progress.from_store))
    assert seen == [True] and second == first


def test_the_same_code_of_two_students_is_judged_once(engine):
    seen = []
    pair = [submission("a", "# same\n" + RIGHT), submission("b", "# same\n" + RIGHT)]
    grades = engine.grade(pair, lambda progress: seen.append(progress.student))
    assert len(seen) == 1 and grades[0].score == grades[1].score == 4


def test_unreadable_and_empty_submissions_get_zero_with_a_reason(engine):
    broken = submission("broken", "", problem=Text("not readable", "无法读取"))
    empty = submission("empty", "")
    first, second = engine.grade([broken, empty])
    assert (first.score, first.points, first.problem.en) == (0, 4, "not readable")
    assert {o.verdict for o in second.reports[0].outcomes} == {Verdict.NOT_ATTEMPTED}


def test_one_worker_and_two_give_the_same_reports(course):
    class_ = [submission(f"s{n}", f"# {n}\n{source}") for n, source in
              enumerate([RIGHT, WRONG, "def scale(x, k): return 1 / 0", "x ="])]  # fmt: skip

    def verdicts(workers):
        with Engine(course, seed=1, workers=workers) as engine:
            return [
                [
                    (o.check, o.verdict, o.message, o.counterexample)
                    for o in grade.reports[0].outcomes
                ]
                for grade in engine.grade(class_)
            ]

    assert verdicts(1) == verdicts(2)


def test_a_worker_that_dies_twice_costs_no_point(course):
    trap = course.folder.parent / "trap"
    trap.write_text("")
    try:
        with Engine(course, seed=1, workers=1) as engine:
            (grade,) = engine.grade([submission("s", RIGHT)])
    finally:
        trap.unlink()
    outcomes = grade.reports[0].outcomes
    assert {o.verdict for o in outcomes} == {Verdict.INTERNAL_ERROR}
    assert grade.score == 4


def test_a_worker_killed_once_is_replaced(course):
    killed = []

    def kill_once(progress):
        if not killed:
            killed.append(engine._processes[0].pid)
            os.kill(killed[0], signal.SIGKILL)

    class_ = [submission(f"s{n}", f"# {n}\n{RIGHT}") for n in range(6)]
    with Engine(course, seed=1, workers=2) as engine:
        grades = engine.grade(class_, kill_once)
    assert killed and [grade.score for grade in grades] == [4.0] * 6
    assert not any(grade.reports[0].has_internal_error for grade in grades)


def test_a_level_below_what_the_assignment_asks_for_is_refused(course):
    demanding = replace(course.assignments[0], minimum_level="S3")
    with (
        Engine(replace(course, assignments=(demanding,)), seed=1, level="S2") as engine,
        pytest.raises(MachineError, match="S3"),
    ):
        engine.grade([submission("s", RIGHT)])


def test_a_level_below_what_a_profile_needs_is_refused(course):
    first, *others = course.assignments[0].exercises
    writing = replace(course.assignments[0], exercises=(replace(first, profile="files"), *others))
    with (
        Engine(replace(course, assignments=(writing,)), seed=1, level="S2") as engine,
        pytest.raises(MachineError, match=first.slug),
    ):
        engine.grade([submission("s", RIGHT)])


def test_a_store_that_cannot_be_written_is_a_clear_error(course, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(MachineError, match="store"):
        Engine(course, seed=1, store=tmp_path / "file" / "reports.db")
