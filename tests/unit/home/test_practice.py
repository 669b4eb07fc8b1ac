"""Budgets at home: what students get, and what it tells about answers that are known."""

import ast
import json
import zlib
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from autograder.authoring.practices import recorded
from autograder.cli import main
from autograder.course.catalog import load_course
from autograder.course.skeleton import skeleton
from autograder.errors import SubmissionError
from autograder.grading.check_runner import with_checks
from autograder.home import practice
from autograder.home.practice import Practice, Standing
from autograder.sandbox.processes import self_measures
from autograder.views import notebook, plain

COURSE = load_course(Path(__file__).parents[3] / "solutions")
BUDGETED = [e for e in COURSE.exercises if any(c.has_budget for c in e.checks)]
EACH = pytest.mark.parametrize("exercise", BUDGETED, ids=lambda e: e.slug)
SMALL = next(e for e in BUDGETED if e.name == "one_hot")


def handed_out(folder: Path, exercise, source: str) -> Path:
    """Lay an answer where students work on it; return its file."""
    place = folder / exercise.assignment / exercise.slug.split("/")[1]
    place.mkdir(parents=True)
    place.joinpath(f"test_{exercise.name}.py").write_text(plain.visible_checks(exercise))
    assignment = COURSE.assignment(exercise.assignment)
    place.parent.joinpath(practice.FILE).write_text(plain.budgets(assignment))
    path = place / f"{exercise.name}.py"
    path.write_text(source)
    return path


def standings(path: Path) -> set[Standing]:
    return {found.standing for found in practice.estimates(path)}


@EACH
def test_the_reference_is_within_its_budgets_and_the_slow_answer_is_not(exercise, tmp_path):
    budgets = {check.name for check in exercise.checks if check.has_budget}
    slow = [w for w in exercise.wrong if set(w.fails) <= budgets]
    assert slow
    path = handed_out(tmp_path, exercise, exercise.reference)
    # Measured beside other programs: an unclear machine gets a second and a third chance.
    assert any(standings(path) == {Standing.WITHIN} for _ in range(3))
    for wrong in slow:
        path.write_text(wrong.source)
        found = {e.sentence: e.standing for e in practice.estimates(path)}
        failing = {found[exercise.check(name).sentence] for name in wrong.fails}
        assert failing <= {Standing.OVER, Standing.NEAR}


@EACH
def test_what_students_get_is_what_the_checks_ask_for(exercise):
    """`autograder validate --update` writes it."""
    asked = []
    with_checks([exercise], 1, lambda runner: asked.extend(recorded(runner, exercise)))

    def essence(found: list[Practice]) -> list:
        return [
            (p.exercise, p.sentence, p.kind, p.function, p.limit, p.sizes,
             [zlib.decompress(frame) for frame in p.inputs])
            for p in found
        ]  # fmt: skip

    known = practice.decoded(exercise.practices)
    assert essence(known.budgets) == essence(asked)
    assert all(p.reference > 0 or p.kind == "memory" for p in known.budgets)


def test_the_command_shows_examples_and_estimates(tmp_path):
    path = handed_out(tmp_path, SMALL, SMALL.reference)
    shown = CliRunner().invoke(main, ["check", "--budget", str(path)])
    assert shown.exit_code == 0, shown.output
    assert "within the budget" in shown.output and "R reference" in shown.output
    assert "An estimate on your machine" in shown.output
    as_json = CliRunner().invoke(main, ["check", "--budget", "--json", str(path)])
    found = json.loads(as_json.output)
    assert found["examples"] and found["budgets"][0]["standing"] == "within"


def test_a_notebook_is_estimated_too(tmp_path):
    path = handed_out(tmp_path, SMALL, SMALL.reference)
    assignment = replace(COURSE.assignment(SMALL.assignment), exercises=(SMALL,))
    book = path.parent.parent / "answers.ipynb"
    book.write_text(notebook.text(notebook.source(COURSE, assignment)))
    assert standings(book) == {Standing.WITHIN}


def test_being_slow_at_home_does_not_change_the_exit_code(tmp_path):
    slow = next(w for w in SMALL.wrong if w.fails == ("check_cpu_budget",))
    path = handed_out(tmp_path, SMALL, slow.source)
    shown = CliRunner().invoke(main, ["check", "--budget", str(path)])
    assert shown.exit_code == 0, shown.output
    assert "over the budget" in shown.output or "near the limit" in shown.output


def test_what_is_not_written_or_broken_is_said(tmp_path):
    path = handed_out(tmp_path, SMALL, skeleton(SMALL))
    (found,) = practice.estimates(path)
    assert found.standing is Standing.UNKNOWN and "not written" in found.message.en
    path.write_text("def one_hot(labels, n):\n    return 1 / 0\n")
    (found,) = practice.estimates(path)
    assert "ZeroDivisionError" in found.message.en
    path.write_text("x = (")
    (found,) = practice.estimates(path)
    assert found.standing is Standing.UNKNOWN and found.message.en == "`one_hot` is not defined"


def test_without_the_file_of_budgets_the_cure_is_named(tmp_path):
    path = handed_out(tmp_path, SMALL, SMALL.reference)
    path.parent.parent.joinpath(practice.FILE).unlink()
    with pytest.raises(SubmissionError, match="handed out"):
        practice.estimates(path)


def test_an_exercise_without_a_budget_says_so(tmp_path):
    exercise = COURSE.exercise("01_tensor_shapes/01_describe")
    path = handed_out(tmp_path, exercise, exercise.reference)
    ended = CliRunner().invoke(main, ["check", "--budget", str(path)])
    assert ended.exit_code == 0 and ended.output.endswith("没有预算要求。\n")
    assert practice.NOT_A_VERDICT.en not in ended.output


def test_the_bar_shows_who_stands_where():
    assert practice.bar(0.1, 0.05).split()[0].count("R") == 1
    line = practice.bar(5.0, 0.05)
    assert line.index("R") < line.index("|") < line.index("*")
    line = practice.bar(0.4, 0.05)
    assert line.index("R") < line.index("*") < line.index("|")


def test_no_module_of_this_path_needs_linux():
    for name in ("home/practice.py", "cli/check.py", "home/selfcheck.py"):
        tree = ast.parse((Path(practice.__file__).parents[1] / name).read_text(encoding="utf-8"))
        names = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
        assert not names & {"resource", "fcntl", "pwd", "select", "socket"}


def test_memory_that_this_system_does_not_tell_is_said_to_be_unknown(tmp_path, monkeypatch):
    """As on Windows: no /proc, and no C library that could be opened without its name."""

    def refuse(*arguments):
        raise TypeError("no name")

    def missing(*arguments):
        raise FileNotFoundError

    exercise = COURSE.exercise("03_gpu_training_loop/05_train_one_epoch")
    path = handed_out(tmp_path, exercise, exercise.reference)
    monkeypatch.setattr(self_measures, "ctypes", SimpleNamespace(CDLL=refuse))
    monkeypatch.setattr(self_measures, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setattr(practice.Path, "write_bytes", missing)
    (found,) = [e for e in practice.estimates(path) if "memory" in e.sentence.en]
    assert "on Linux only" in found.message.en
