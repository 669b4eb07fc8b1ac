"""What ``from autograder import ...`` gives, used from another process in an empty folder."""

import ast
import inspect
import json
import os
import subprocess
import sys
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
import small_course
from small_course import ASSIGNMENT, EXERCISES

import autograder
from autograder import AuthorError, AutograderError, Cell, SubmissionError

ROOT = Path(__file__).parents[1]
SEED = 5
FUNCTIONS = [name for name in autograder.__all__ if name.islower()]
COURSE = autograder.load_course(ROOT / "solutions")


def python(folder: Path, code: str, *arguments: object) -> str:
    """Run code as a user of the installed package would, and return what it printed."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-c", code, *map(str, arguments)]
    ended = subprocess.run(command, cwd=folder, text=True, capture_output=True, timeout=600)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    small_course.hand_in_class(root, small_course.make(root))
    return root


@pytest.fixture(scope="module")
def by_command(root):
    """The folder that ``autograder grade`` wrote, and its ``grades.json``."""
    out = root / "by_command"
    command = "from autograder.cli import main; main()"
    ended = subprocess.run(
        [sys.executable, "-c", command, "grade", root / "submitted", "--course", root / "solutions",
         "--out", out, "--seed", str(SEED), "--no-gradebook"],
        cwd=root, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert ended.returncode == 1, "eve's file is broken"
    return out, (out / "grades.json").read_bytes()


def essence(grades: bytes) -> list:
    """Return grades without what they cost, which no two runs share."""

    def without_costs(value):
        if isinstance(value, dict):
            costs = ("cost", "phases", "measured", "note")
            return {key: without_costs(item) for key, item in value.items() if key not in costs}
        return [without_costs(item) for item in value] if isinstance(value, list) else value

    return without_costs(json.loads(grades)["grades"])


CLASS = """
import sys
from autograder import grade_class, load_course, load_run
submitted, solutions, out, seed = sys.argv[1:]
seen = []
run = grade_class(submitted, course=load_course(solutions), out=out, seed=int(seed) or None,
                  on_progress=seen.append)
assert run == load_run(out) and all(place.exists() for place in run.files.values())
assert [p.done for p in seen] == list(range(1, len(seen) + 1)) and seen[-1].total == len(seen)
print(run.is_complete, len(run.grades), run.seed, *(p.from_store for p in seen))
"""


def test_a_class_gets_the_grades_of_the_command(root, by_command, tmp_path):
    out = tmp_path / "out"
    told = python(tmp_path / "empty", CLASS, root / "submitted", root / "solutions", out, SEED)
    assert told.split()[:3] == ["False", "5", str(SEED)]
    assert essence((out / "grades.json").read_bytes()) == essence(by_command[1])
    assert not list((tmp_path / "empty").iterdir()), "all is written where it was asked for"


def test_what_the_command_graded_is_answered_from_its_store(root, by_command, tmp_path):
    out, before = by_command
    told = python(tmp_path / "empty", CLASS, root / "submitted", root / "solutions", out, 0)
    assert told.split()[:3] == ["False", "5", str(SEED)] and set(told.split()[3:]) == {"True"}
    assert (out / "grades.json").read_bytes() == before


ALONE = """
import sys
from pathlib import Path
import msgspec
from autograder import Cell, grade_submission
root, assignment, seed = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
bob = grade_submission(root / "submitted/bob", course=root / "solutions", student="bob", seed=seed)
code = (root / "code.py").read_text()
cells = [Cell("mine", code, f"{assignment}/02_as_batch")]
mine = grade_submission(cells, course=root / "solutions", seed=seed)
print(msgspec.json.encode({"grades": [bob, mine]}).decode())
"""


def test_one_submission_gets_the_grade_it_has_in_a_class(root, by_command, tmp_path):
    (root / "code.py").write_text(COURSE.exercise(f"{ASSIGNMENT}/02_as_batch").accepted[0].source)
    told = python(tmp_path / "empty", ALONE, root, ASSIGNMENT, SEED)
    bob, mine = essence(told.encode())
    (in_class,) = (grade for grade in essence(by_command[1]) if grade["student"] == "bob")
    assert in_class["score"] > 0 < in_class["penalty"], "bob is wrong and late, not empty"
    assert bob["origin"] == str(root / "submitted/bob")
    del in_class["final"], in_class["origin"], bob["origin"]
    assert bob == in_class
    first, second = mine["reports"]
    assert first["score"] == first["points"] > 0 == second["score"]
    assert {outcome["verdict"] for outcome in second["outcomes"]} == {"NOT_ATTEMPTED"}
    assert not list((tmp_path / "empty").iterdir())


def answer(folder: Path, exercise: str = EXERCISES[0]) -> Path:
    file = folder / f"{exercise[3:]}.py"
    file.write_text(COURSE.exercise(f"{ASSIGNMENT}/{exercise}").reference)
    return file


def other(folder: Path) -> Path:
    file = folder / "task_type.py"
    file.write_text(COURSE.exercise("02_label_encoding/01_task_type").reference)
    return file


CELL = Cell("a", "x = 1", f"{ASSIGNMENT}/02_as_batch")
BAD_WORK = {
    "no work": (lambda folder: [], {}, "no work"),
    "no such path": (lambda folder: "nowhere", {}, "nothing is there"),
    "neither": (lambda folder: [1], {}, "neither paths nor cells"),
    "both": (lambda folder: [answer(folder), CELL], {}, "neither paths nor cells"),
    "an empty folder": (lambda folder: folder, {}, "no submission found"),
    "two assignments": (lambda folder: [answer(folder), other(folder)], {}, "answers 01_tensor_"),
    "cells of nothing": (lambda folder: Cell("a", "x = 1"), {}, "no assignment"),
    "cells of two": (lambda folder: CELL, {"assignment": "02_label_encoding"}, "and 02_label"),
    "no such assignment": (answer, {"assignment": "99_none"}, "no such assignment"),
    "no such exercise": (lambda folder: Cell("a", "", f"{ASSIGNMENT}/99_x"), {}, "no such exerc"),
    "another assignment": (other, {"assignment": ASSIGNMENT}, f"nothing for {ASSIGNMENT}"),
    "no name": (answer, {"student": "a/b"}, "cannot be in a folder's name"),
    "no seed": (answer, {"seed": "seven"}, "is no seed"),
    "no level": (answer, {"level": "S9"}, "no confinement level"),
}


@pytest.mark.parametrize("case", BAD_WORK)
def test_bad_work_is_said_with_a_cure(case, tmp_path):
    work, options, words = BAD_WORK[case]
    with pytest.raises(AutograderError, match=words) as caught:
        autograder.grade_submission(work(tmp_path), course=COURSE, **options)
    assert caught.value.cure


def test_bad_input_for_a_class_is_said_with_a_cure(tmp_path):
    def refusal(submissions=tmp_path, course=COURSE, **options):
        with pytest.raises(AutograderError) as caught:
            autograder.grade_class(submissions, course=course, out=tmp_path / "out", **options)
        assert caught.value.cure
        return str(caught.value)

    assert "nothing is there" in refusal(tmp_path / "nowhere")
    assert "no submission found" in refusal()
    answer(tmp_path)
    assert "course.toml" in refusal(course=tmp_path)
    assert "no such assignment" in refusal(assignment="99_none")
    assert "processes cannot grade" in refusal(workers=-1)
    assert "draws its own seed" in refusal(seed=5, new_round=True)
    assert not (tmp_path / "out" / "grades.json").exists()
    (tmp_path / "file").write_text("")
    with pytest.raises(autograder.MachineError, match="grade again, what is graded stays graded"):
        autograder.grade_class(tmp_path, course=COURSE, out=tmp_path / "file" / "out")
    with pytest.raises(AuthorError):
        autograder.load_course(tmp_path)


def test_a_run_that_cannot_be_loaded_is_said(tmp_path):
    with pytest.raises(SubmissionError, match="no finished run here"):
        autograder.load_run(tmp_path)
    for damaged in (b"", b"[]", b"{}", b'{"grades": [{"student": 1}]}', b"\xff"):
        (tmp_path / "grades.json").write_bytes(damaged)
        with pytest.raises(SubmissionError, match="cannot be read") as caught:
            autograder.load_run(str(tmp_path))
        assert "again" in caught.value.cure
    (tmp_path / "grades.json").write_text('{"format": 1, "grades": []}')
    assert autograder.load_run(tmp_path).grades == ()
    (tmp_path / "run.json").write_text('{"facts": {"seed": 7}, "refused": []}')
    assert autograder.load_run(tmp_path).seed == 7, "a run of an earlier version"


def test_every_name_is_there_and_type_checkers_see_the_same_ones():
    for name in autograder.__all__:
        assert getattr(autograder, name).__name__ == name and name in dir(autograder)
    (block,) = (n for n in ast.parse(inspect.getsource(autograder)).body if isinstance(n, ast.If))
    imported = {
        alias.name for n in block.body if isinstance(n, ast.ImportFrom) for alias in n.names
    }
    assert imported == set(autograder.__all__)
    assert files("autograder").joinpath("py.typed").is_file()
    with pytest.raises(AttributeError, match="has no attribute 'grade_clas'"):
        _ = autograder.grade_clas


@pytest.mark.parametrize("name", FUNCTIONS)
def test_public_functions_say_what_they_take_raise_and_how_they_are_used(name):
    function = getattr(autograder, name)
    parameters = inspect.signature(function).parameters
    for part in ("Args:", "Raises:", "Example:", *(f"    {name}: " for name in parameters)):
        assert part in inspect.getdoc(function), part
    kinds = [parameter.kind for parameter in parameters.values()]
    assert set(kinds[1:]) <= {inspect.Parameter.KEYWORD_ONLY}


def test_the_package_itself_imports_nothing():
    """Every process of the sandbox imports it, and so does a student's self-check."""
    code = (
        "import sys; before = set(sys.modules); import autograder; "
        "print(*(set(sys.modules) - before))"
    )
    assert python(ROOT, code).split() == ["autograder"]


def test_the_students_side_holds_nothing_of_the_graders():
    code = (
        "import sys; from autograder.sandbox.processes import child, server, zygote; "
        "from autograder.sandbox.codec import pandas_codec; "
        "print(*(name for name in sys.modules if name.startswith('autograder.')))"
    )
    rooms = {name.split(".")[1] for name in python(ROOT, code).split()}
    assert rooms == {"errors", "model", "sandbox"}


def test_the_version_is_written_in_one_place():
    written = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert autograder.__version__ == written
    environment = {**os.environ, "COLUMNS": "100"}
    told = subprocess.run([sys.executable, "-m", "autograder.cli", "--version"], text=True,
                          capture_output=True, env=environment).stdout  # fmt: skip
    assert told.split()[-1] == written
    found = [
        path for path in (ROOT / "autograder").rglob("*.py") if f'"{written}"' in path.read_text()
    ]
    assert not found


def test_the_class_report_says_the_version(by_command):
    assert f"{autograder.__version__}+" in (by_command[0] / "index.html").read_text()
