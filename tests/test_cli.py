"""The command line: help worth reading, exit codes, JSON, and no traceback."""

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.cli import COMMANDS
from tests.machine import HANG_SECONDS

pytestmark = pytest.mark.apart
ROOT = Path(__file__).parents[1]


def run(*arguments, cwd=ROOT, **environment):
    return subprocess.run(
        [sys.executable, "-m", "autograder.cli", *map(str, arguments)],
        cwd=cwd, capture_output=True, text=True, timeout=HANG_SECONDS,
        env={**os.environ, "COLUMNS": "100", **environment},
    )  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command):
    ended = run(command, "--help")
    assert ended.returncode == 0
    assert "Example" in ended.stdout or command == "build"


def test_check_imports_nothing_heavy_before_it_must():
    code = (
        "import sys, autograder.cli.check; print('torch' in sys.modules, 'resource' in sys.modules)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert ended.stdout.split() == ["False", "False"]


def test_check_passes_a_right_answer_and_fails_a_wrong_one(tmp_path):
    right = tmp_path / "double.py"
    right.write_text(
        'def double(x):\n    """Double.\n\n    >>> double(2)\n    4\n    """\n    return 2 * x\n'
    )
    assert run("check", right).returncode == 0
    right.write_text(right.read_text().replace("2 * x", "3 * x"))
    ended = run("check", right)
    assert ended.returncode == 1 and "not your grade" in ended.stdout
    assert "6" in ended.stdout and "Traceback" not in ended.stdout + ended.stderr
    assert json.loads(run("check", right, "--json").stdout)


def test_check_runs_the_skeletons_of_students():
    ended = run("check", "assignments/01_tensor_shapes/04_nhwc_to_nchw/nhwc_to_nchw.py")
    assert ended.returncode == 1 and "not written yet" in ended.stdout


@pytest.mark.parametrize(
    "arguments, words",
    [
        (("grade", "no/such/folder"), "nothing is there"),
        (("grade", "tests", "--assignment", "99_none"), "no such assignment"),
        (("grade", "tests", "--new-round", "--dry-run"), "a dry run replaces nothing"),
        (("grade", "tests", "--course", "tests"), "course.toml"),
        (("validate", "01_tensor_shapes/99_none"), "no such exercise"),
        (("report", "tests"), "no finished run"),
        (("new", "01_tensor_shapes/flatten"), "NN_name"),
        (("new", "01_tensor_shapes/04_nhwc_to_nchw"), "exists"),
        (("check", "README.md"), "neither"),
        (("publish", "tests"), "not empty"),
        (("publish", "."), "course itself"),
    ],
)
def test_bad_input_is_said_in_words_with_a_cure(arguments, words):
    ended = run(*arguments)
    assert ended.returncode == 2, ended.stderr
    assert words in ended.stderr and "->" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_machine_that_cannot_confine_refuses_to_grade(tmp_path):
    folder = tmp_path / "submitted" / "mei" / "01_tensor_shapes"
    folder.mkdir(parents=True)
    (folder / "describe.py").write_text("x = 1\n")
    ended = run("grade", tmp_path / "submitted", "--out", tmp_path / "out", "--no-gradebook",
                AUTOGRADER_MAX_LEVEL="S0")  # fmt: skip
    assert ended.returncode == 3 and "level" in ended.stderr
    assert not (tmp_path / "out" / "grades.csv").exists()


def test_a_new_exercise_loads_and_says_what_is_missing(tmp_path):
    course = tmp_path / "solutions"
    (course / "01_a").mkdir(parents=True)
    (course / "course.toml").write_text('title.en = "c"\ntitle.zh = "c"\n')
    (course / "01_a" / "assignment.toml").write_text('title.en = "a"\ntitle.zh = "a"\n')
    for language in ("en", "zh"):
        (course / "01_a" / f"introduction.{language}.md").write_text("x\n")
    assert run("new", "01_a/01_flatten", "--course", course).returncode == 0
    ended = run("validate", "--course", course, "--unconfined", "--seeds", 1)
    assert ended.returncode == 1 and "at least" in ended.stdout
    assert "failed unexpectedly" not in ended.stdout and "broke" not in ended.stdout


def test_doctor_explains_the_machine():
    ended = run("doctor", "--json")
    subjects = {finding["subject"] for finding in json.loads(ended.stdout)}
    assert {"Python", "torch", "torchvision", "confinement", "CUDA", "nbgrader"} <= subjects


def test_a_class_is_graded_and_grading_again_is_the_same(tmp_path):
    exercise = ROOT / "solutions" / "02_label_encoding" / "01_task_type"
    folder = tmp_path / "class" / "mei" / "02_label_encoding"
    folder.mkdir(parents=True)
    (folder / "task_type.py").write_bytes((exercise / "reference.py").read_bytes())
    (tmp_path / "class" / "tom.pdf").write_bytes(b"x")
    (tmp_path / "class" / "DOM\\eve.py").write_bytes((exercise / "reference.py").read_bytes())
    (tmp_path / "class" / ".DS_Store").write_bytes(b"x")
    out = tmp_path / "out"
    first = run("grade", tmp_path / "class", "--out", out, "--no-gradebook", "--json")
    assert first.returncode == 1, "something was refused"
    grade, tom = json.loads(first.stdout)["grades"]
    assert grade["reports"][0]["score"] == 5 == grade["final"]
    assert tom["student"] == "tom" and "hand in the .ipynb itself" in tom["problem"]["en"]
    again = run("grade", tmp_path / "class", "--out", out, "--no-gradebook", "--json")
    assert again.stdout == first.stdout
    shown = run("report", out)
    assert shown.returncode == 0 and "mei" in shown.stdout
    numbers = "4 = 1 graded + 2 refused + 1 not counted"
    assert f"Came in: {numbers}." in shown.stdout
    assert numbers in (out / "index.html").read_text(encoding="utf-8")
    facts = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert facts["counts"] == {"came_in": 4, "graded": 1, "refused": 2, "not_counted": 1,
                               "missing": 0}  # fmt: skip
    assert [item["student"] for item in facts["refused"]] == ["DOM\\eve"]
    assert "5 / 5" in run("report", out, "--student", "mei").stdout
    assert run("report", out, "--student", "nobody").returncode == 2


def test_grades_are_shown_although_the_gradebook_cannot_be_written(tmp_path):
    course = tmp_path / "solutions"
    shutil.copytree(ROOT / "solutions" / "02_label_encoding", course / "02_label_encoding")
    (course / "course.toml").write_text('title.en = "c"\ntitle.zh = "c"\n')
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "mei.ipynb").write_text("{")
    ended = run("grade", "class", "--course", course, cwd=tmp_path)
    assert ended.returncode == 3 and "not an nbgrader course" in ended.stderr
    assert "mei" in ended.stdout and (tmp_path / "results" / "grades.csv").exists()


WITHOUT = """
import sys
library, *arguments = sys.argv[1:]
sys.modules[library] = None  # as if it were not installed
from autograder.cli import main
main(arguments)
"""


@pytest.fixture
def unread(tmp_path):
    """A class of one notebook that cannot be read, in an nbgrader course: nothing has to run."""
    shutil.copytree(ROOT / "solutions/02_label_encoding", tmp_path / "solutions/02_label_encoding")
    (tmp_path / "solutions/course.toml").write_text('title.en = "c"\ntitle.zh = "c"\n')
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "mei.ipynb").write_text("{")
    return tmp_path


def grade_without(library, folder, *options):
    return subprocess.run(
        [sys.executable, "-c", WITHOUT, library, "grade", "class", *options],
        cwd=folder, capture_output=True, text=True, timeout=HANG_SECONDS,
        env={**os.environ, "COLUMNS": "100"},
    )  # fmt: skip


@pytest.mark.parametrize("library", ["jinja2", "markupsafe", "matplotlib"])
def test_a_library_for_the_pages_is_missed_before_a_class_is_graded(library, unread):
    ended = grade_without(library, unread, "--no-gradebook", "--new-round")
    assert ended.returncode == 3 and f"{library} is not installed" in ended.stderr
    assert "-> pip install 'autograder[instructor]'" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (unread / "results").exists(), "no round was started"


@pytest.mark.parametrize("library", ["nbgrader", "setuptools"])
def test_without_nbgrader_the_grades_are_shown_and_the_cure(library, unread):
    ended = grade_without(library, unread)
    assert ended.returncode == 3 and "nbgrader cannot be imported" in ended.stderr, ended.stderr
    assert "pip install 'autograder[instructor]', or --no-gradebook" in ended.stderr
    assert "mei" in ended.stdout and (unread / "results" / "grades.csv").exists()
    assert "Traceback" not in ended.stderr
    assert grade_without(library, unread, "--no-gradebook").returncode == 1, (
        "one file cannot be read"
    )


def test_a_new_round_has_a_new_seed_and_keeps_the_old_reports(tmp_path):
    exercise = ROOT / "solutions" / "02_label_encoding" / "01_task_type"
    folder = tmp_path / "class" / "mei" / "02_label_encoding"
    folder.mkdir(parents=True)
    (folder / "task_type.py").write_bytes((exercise / "reference.py").read_bytes())
    out = tmp_path / "out"
    command = ("grade", tmp_path / "class", "--out", out, "--no-gradebook", "--json")

    def reports():
        with contextlib.closing(sqlite3.connect(out / "reports.db")) as database:
            return {key for (key,) in database.execute("select key from reports")}

    # Without a round before, it is simply the first one.
    first = run(*command, "--new-round")
    assert first.returncode == 0 and "new round" in first.stderr.lower()
    seed, kept = (out / "seed").read_text(), reports()
    again = run(*command)
    assert (out / "seed").read_text() == seed and reports() == kept
    assert "new round" not in again.stderr.lower()
    later = run(*command, "--new-round")
    assert later.returncode == 0 and str(out / "seed") in later.stderr.replace("\n", "")
    new = (out / "seed").read_text()
    assert new != seed and (out / "seed").stat().st_mode & 0o777 == 0o600
    assert seed.strip() not in later.stderr and new.strip() not in later.stderr
    assert reports() > kept, "the old reports are kept, and none of them is used again"
    (grade,) = json.loads(later.stdout)["grades"]
    assert {report["seed"] for report in grade["reports"]} == {int(new)}
    # The round before, when its seed is known.
    assert run(*command, "--seed", int(seed)).stdout == first.stdout
    assert reports() > kept


def test_a_new_round_is_not_started_by_accident(tmp_path):
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "mei.ipynb").write_text("{")
    out = tmp_path / "out"
    out.mkdir()
    (out / "seed").write_text("77\n")
    command = ("grade", tmp_path / "class", "--out", out, "--no-gradebook", "--new-round")
    both = run(*command, "--seed", 5)
    assert both.returncode == 2 and "--seed" in both.stderr and "->" in both.stderr
    assert run(*command, "--assignment", "99_none").returncode == 2
    assert (out / "seed").read_text() == "77\n", "nothing was graded: the round is the old one"


def test_who_stops_a_new_round_is_told_to_go_on_without_the_flag(tmp_path, monkeypatch):
    from click.testing import CliRunner

    from autograder.cli import grade as module

    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "_grade", stop)
    told = CliRunner().invoke(module.grade, ["class", "--new-round"]).output
    assert "without --new-round" in told
    assert "without --new-round" not in CliRunner().invoke(module.grade, ["class"]).output
