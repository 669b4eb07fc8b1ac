"""Killed, stopped and interrupted runs: every submission keeps exactly one grade, the same one.

`python -m tests.faults` does the same a thousand times, at any moment of a run.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from autograder.grading.batch import Engine
from tests import small_course
from tests.faults import processes, small_class
from tests.faults.kills import Disturber, Run
from tests.faults.test_machine import Class, grades_in, is_clear
from tests.machine import HANG_SECONDS
from tests.rings import nightly


@pytest.fixture(scope="module")
def disturber(tmp_path_factory):
    disturber = Disturber(tmp_path_factory.mktemp("kills"), seed=7)
    yield disturber
    assert disturber.close() == []


@pytest.mark.parametrize(
    "target",
    [
        *("child", "zygote copy", "worker", "grader"),
        *nightly("inner zygote", "outer zygote", "mother"),
    ],
)
def test_a_kill_at_a_random_moment_changes_no_grade(disturber, target):
    tally = disturber.strike_once(target)
    assert tally.kills == 1 and tally.is_clean, tally


@pytest.mark.nightly
def test_the_power_going_changes_no_grade(disturber):
    tally = disturber.strike_once("power")
    assert tally.restarts and tally.is_clean, tally


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return small_class.make(tmp_path_factory.mktemp("course"))


@pytest.mark.nightly
@pytest.mark.parametrize("target", ["mother", "worker"])
def test_a_worker_that_hangs_is_noticed(folder, tmp_path, machine, target):
    """SIGSTOP: it is neither dead nor does it answer. The run ends, nobody loses a point."""
    run = Run(folder, tmp_path / "reports.db", silence=machine.seconds(15))
    run.start(0)
    first = run.heard("done")
    run.start(1)
    run.heard("kept")
    os.kill(run.tree.by_role()[target][0], signal.SIGSTOP)
    assert run.heard("done")["grades"] == first["grades"]
    assert run.close() == []


@pytest.mark.nightly
def test_a_class_that_was_broken_off_leaves_nothing_behind_in_the_next(folder):
    """What the workers were at must not be taken for the answer to a later question."""
    course = small_class.open_course(folder)
    first, second = (small_class.submissions(course, number) for number in (0, 1))

    def break_off(progress):
        raise RuntimeError("broken off")

    with Engine(course, seed=small_class.SEED, workers=2) as engine:
        expected = small_class.essence(engine.grade(second))
        with pytest.raises(RuntimeError, match="broken off"):
            engine.grade(first, break_off)
        assert small_class.essence(engine.grade(second)) == expected


@pytest.mark.nightly
def test_a_killed_grader_leaves_no_process(folder, tmp_path):
    run = Run(folder, tmp_path / "reports.db", silence=HANG_SECONDS)
    run.start(0)
    run.heard("kept")
    assert len(run.tree.now()) > 3
    run.process.kill()
    run.process.wait()
    assert run.tree.wait_until_gone() == []


@pytest.mark.nightly
def test_ctrl_c_says_what_is_kept_and_how_to_go_on(tmp_path):
    class_ = Class(tmp_path)
    for number in range(30):
        student = tmp_path / "class" / f"s{number}" / small_class.ASSIGNMENT
        student.mkdir(parents=True)
        source = f"import time\ntime.sleep(0.5)\ndef task_type(labels):\n    return {number}\n"
        (student / "task_type.py").write_text(source)
    grader = subprocess.Popen(
        class_.command(class_.out), cwd=small_class.ROOT, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    tree = processes.ProcessTree(grader.pid)
    store, deadline = class_.out / "reports.db", time.monotonic() + HANG_SECONDS
    while not _rows(store) and time.monotonic() < deadline:
        time.sleep(0.05)
    tree.now()
    os.killpg(grader.pid, signal.SIGINT)  # as the terminal does it
    _, told = grader.communicate(timeout=HANG_SECONDS)
    assert grader.returncode == 130, told
    assert f"kept in {store}; the same command goes on" in told and "Traceback" not in told
    assert tree.wait_until_gone() == []
    kept = _rows(store)
    assert 0 < kept < 37  # the second exercise is the same empty one for thirty
    ended = class_.run(how=[])
    assert ended.returncode == 0 and _rows(store) == 37 and len(grades_in(class_.out)) == 33


def _rows(store) -> int:
    if not store.exists():
        return 0
    connection = sqlite3.connect(store)
    try:
        return connection.execute("SELECT count(*) FROM reports").fetchone()[0]
    except sqlite3.OperationalError:  # not made yet
        return 0
    finally:
        connection.close()


@pytest.fixture(scope="module")
def nbgrader_course(tmp_path_factory):
    root = tmp_path_factory.mktemp("nbgrader")
    small_course.hand_in_class(root, small_course.make(root))
    return root


def _grade(root):
    command = [sys.executable, "-m", "autograder.cli", "grade", "submitted", "--seed", "3"]
    environment = {**os.environ, "PYTHONPATH": str(small_class.ROOT)}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)


def test_a_locked_gradebook_is_said_and_the_next_run_fills_it(nbgrader_course):
    root = nbgrader_course
    holder = sqlite3.connect(root / "gradebook.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        ended = _grade(root)
    finally:
        holder.close()
    is_clear(ended, "gradebook", "end the program that locks it")
    assert "alice" in ended.stdout, "the grades are shown all the same"
    again = _grade(root)
    assert again.returncode == 1, again.stderr  # one notebook is broken
    (told,) = root.glob("results/**/grades.json")
    grades = {g["student"]: g["final"] for g in json.loads(told.read_text())["grades"]}
    assert len(grades) > 3
    assert {name: score - late for name, score, late in _scores(root)} == grades


@pytest.mark.nightly
def test_a_gradebook_that_is_none_is_said_and_stays(nbgrader_course):
    file = nbgrader_course / "gradebook.db"
    kept = file.read_bytes()
    file.write_bytes(b"garbage" * 999)
    ended = _grade(nbgrader_course)
    is_clear(ended, "gradebook", "no database")
    assert file.read_bytes() == b"garbage" * 999
    file.write_bytes(kept)
    assert _grade(nbgrader_course).returncode == 1


def _scores(root) -> list:
    ended = subprocess.run(
        [sys.executable, "-c", SCORES], cwd=root, capture_output=True, text=True, check=True
    )
    return json.loads(ended.stdout)


SCORES = """
import json, warnings
warnings.simplefilter("ignore")
from nbgrader.api import Gradebook
with Gradebook("sqlite:///gradebook.db") as book:
    print(json.dumps(sorted(
        [s.student.id, s.score, s.late_submission_penalty or 0]
        for a in book.assignments for s in a.submissions
    )))
"""
