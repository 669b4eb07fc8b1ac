"""A class on several workers: nothing lost, nothing mixed up, nobody waits for one."""

import json
import os
import shutil
import signal
import textwrap
from dataclasses import replace

import pytest

from autograder.course import witnesses
from autograder.course.catalog import load_course
from autograder.errors import AuthorError, MachineError
from autograder.grading.batch import Engine
from autograder.grading.judging import engine_of
from autograder.model import Cell, Submission, Text, Verdict

pytestmark = pytest.mark.slow
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
    trap = pathlib.Path({trap!r})
    for_whom = trap.read_text() if trap.exists() else "nobody"
    if for_whom == "everybody" or for_whom == "the wrong" and student.scale(1, 2) != 2:
        with open({deaths!r}, "a") as deaths:
            deaths.write("one ")
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
        "checks.py": CHECKS.replace("{trap!r}", repr(str(root / "trap"))).replace(
            "{deaths!r}", repr(str(root / "deaths"))
        ),
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


def test_nothing_is_kept_of_an_exercise_that_changed_after_it_was_loaded(course, tmp_path):
    root = shutil.copytree(course.folder.parent, tmp_path / "copy")
    loaded = load_course(root / "solutions")
    checks = root / "solutions/01_a/01_scale/checks.py"
    checks.write_text(checks.read_text() + "\n# as it is now\n")
    with (
        Engine(loaded, seed=1, workers=1, store=tmp_path / "reports.db") as engine,
        pytest.raises(AuthorError, match="has changed since"),
    ):
        engine.grade([submission("ana", RIGHT)])
    with Engine(load_course(root / "solutions"), seed=1, workers=1) as engine:
        assert engine.grade([submission("ana", RIGHT)])[0].score == 4.0


WAITS_ONCE = """
from pathlib import Path

RUNS = Path({runs!r})

def check_answer(student):
    \"\"\"It answers.

    它会回答。
    \"\"\"
    before = RUNS.read_text() if RUNS.exists() else ""
    RUNS.write_text(before + ".")
    assert student.scale(2, len(before)) == 2
"""


def test_a_stop_for_waiting_is_tried_once_more_when_no_other_is_judged(course, tmp_path, machine):
    root = shutil.copytree(course.folder.parent, tmp_path / "copy")
    folder = root / "solutions/01_a/01_scale"
    (folder / "checks.py").write_text(WAITS_ONCE.format(runs=str(tmp_path / "runs")))
    limits = f"[limits]\nwall_seconds = {machine.seconds(0.5)}\n"
    head = (folder / "exercise.toml").read_text().partition("[limits")[0]
    (folder / "exercise.toml").write_text(head + limits)
    waits = "import time\ndef scale(x, k): time.sleep(0 if k else 3600); return x"
    order = []
    with Engine(load_course(root / "solutions"), seed=1, workers=1) as engine:
        class_ = [submission("waits", waits), submission("ana", "def scale(x, k): return 3")]
        first, other = engine.grade(class_, lambda p: order.append(p.student))
    assert (first.score, other.score) == (4.0, 0.0) and order == ["ana", "waits"]


def test_a_slow_submission_blocks_nobody(engine):
    order = []
    slow = "def scale(x, k):\n    while True: pass"
    quick = [submission(f"q{n}", f"# quick {n}\n{RIGHT}") for n in range(6)]
    engine.grade([submission("slow", slow), *quick], lambda p: order.append(p.student))
    assert order[0] != "slow"  # how many overtake it is a question of speed


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


@pytest.fixture
def deadly(course):
    """Set whose answers end the worker in the middle of a check; returns how many it ended."""
    trap, deaths = (course.folder.parent / name for name in ("trap", "deaths"))

    def grade(for_whom, *submissions):
        trap.write_text(for_whom)
        deaths.write_text("")
        with Engine(course, seed=1, workers=1) as engine:
            return *engine.grade(submissions), deaths.read_text().count("one")

    yield grade
    trap.unlink()


def test_a_worker_that_dies_over_the_reference_too_costs_no_point(deadly):
    grade, deaths = deadly("everybody", submission("s", RIGHT))
    assert {o.verdict for o in grade.reports[0].outcomes} == {Verdict.INTERNAL_ERROR}
    assert grade.score == 4 and deaths == 4, "two tries with the submission, two with the reference"


def test_a_submission_that_ends_worker_after_worker_is_to_blame_if_the_reference_does_not(deadly):
    """Otherwise full marks would wait for whoever finds a value that crashes the grader."""
    guilty, innocent, deaths = deadly("the wrong", submission("g", WRONG), submission("i", RIGHT))
    assert {o.verdict for o in guilty.reports[0].outcomes} == {Verdict.CRASHED}
    assert "ended the grader each time" in guilty.reports[0].outcomes[0].message.en
    assert (guilty.score, innocent.score, deaths) == (0, 4, 2)


def test_what_goes_wrong_in_the_grader_itself_costs_no_point_no_worker_and_is_not_kept(
    course, tmp_path
):
    """The worker answers for it, instead of dying of it and taking the submission for the cause."""
    exercise, seen = course.exercises[0], []
    file = witnesses.path_of(exercise)
    file.mkdir(parents=True)  # cannot be read: an OSError
    with Engine(course, seed=1, workers=1, store=tmp_path / "reports.db") as engine:
        unreadable = engine.grade([submission("s", RIGHT)])[0]
        worker = engine._processes[0]
        file.rmdir()
        stamp = {"exercise": witnesses.made_from(exercise)}
        file.write_text(json.dumps(stamp))  # half a file: a KeyError
        half = engine.grade([submission("s", RIGHT)])[0]
        file.unlink()
        whole = engine.grade([submission("s", RIGHT)], lambda p: seen.append(p.from_store))[0]
        assert engine._processes == [worker] and worker.poll() is None
    for grade, error in ((unreadable, "IsADirectoryError"), (half, "KeyError")):
        assert {o.verdict for o in grade.reports[0].outcomes} == {Verdict.INTERNAL_ERROR}
        assert grade.score == 4 and error in grade.reports[0].outcomes[0].note
    assert whole.score == 4 and not whole.reports[0].has_internal_error and seen == [False]


def test_a_report_says_what_judged_it(course):
    exercise = course.exercises[0]
    with Engine(course, seed=1, workers=1) as engine:
        (report,) = engine.grade([submission("s", RIGHT)])[0].reports
    assert (report.exercise_digest, report.engine) == (exercise.digest, engine_of(exercise))


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
