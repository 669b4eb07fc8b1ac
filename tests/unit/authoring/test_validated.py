"""A kill matrix is known for the very exercise that it was made from; nothing else is believed."""

import os
from dataclasses import replace

import pytest

from autograder.authoring import validated
from autograder.authoring.kill_matrix import matrix_of
from autograder.course import witnesses
from autograder.course.catalog import load_exercise
from autograder.course.witnesses import UNKNOWN, Witness
from autograder.grading.check_runner import with_checks
from autograder.grading.import_closure import files_of
from autograder.grading.judging import ROOT
from autograder.grading.session import InProcess
from autograder.model import Level
from tests.unit.small_exercise import append, edit, write

SEED, LEVEL = 3, Level.S3


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    """What the checks say about every answer of the small exercise."""
    exercise, found = load_exercise(write(tmp_path_factory.mktemp("made"))), []
    with_checks([exercise], SEED, lambda r: found.append(matrix_of(r, exercise, InProcess)))
    assert found[0].problems == ()
    return found[0].rows


@pytest.fixture(autouse=True)
def not_fresh(monkeypatch):
    monkeypatch.delenv(validated.FRESH, raising=False)


@pytest.fixture
def folder(tmp_path):
    return write(tmp_path)


@pytest.fixture
def file(folder, rows):
    """The file of a kept matrix."""
    exercise = load_exercise(folder)
    validated.keep(matrix(exercise, rows), SEED, LEVEL)
    return validated.path_of(exercise, SEED)


def matrix(exercise, rows):
    return validated.Matrix(exercise, rows, tuple(validated.problems_of(exercise, rows)))


def find(folder, seed=SEED, level=LEVEL):
    return validated.find(load_exercise(folder), seed, level)


def test_what_is_kept_is_found_whole(folder, file, rows):
    found = find(folder)
    assert found == matrix(load_exercise(folder), rows) and found.problems == ()
    assert [row.failed for row in found.rows] == [row.failed for row in rows]
    assert {row.kind for row in rows} == {"reference", "accepted", "wrong", "skeleton", "canary"}


def test_it_lies_beside_the_solutions_in_a_folder_that_git_ignores(folder, file, tmp_path):
    assert file.is_relative_to(tmp_path / ".cache" / "validated")
    assert "/.cache/" in (ROOT / ".gitignore").read_text().splitlines()


CHANGES = {
    "checks": lambda folder: append(folder / "checks.py"),
    "the reference": lambda folder: append(folder / "reference.py"),
    "a limit": lambda folder: append(folder / "exercise.toml", "[limits]\ncpu_seconds = 3\n"),
    "an accepted answer": lambda folder: append(folder / "accepted/adds.py"),
    "a new accepted answer": lambda folder: (folder / "accepted/a.py").write_text("x = 1\n"),
    "a wrong answer": lambda folder: append(folder / "wrong/squares.py"),
    "a name": lambda folder: (folder / "wrong/squares.py").rename(folder / "wrong/square.py"),
    "what a wrong answer must fail": lambda folder: edit(
        folder / "wrong/squares.py", "('check_values',)", "('check_values', 'check_zero')"
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_exercise_is_not_known(folder, file, change):
    change(folder)
    assert find(folder) is None


def test_statements_and_witnesses_change_nothing(folder, file):
    """The matrix is made without witnesses, and `--update` writes them right after it."""
    append(folder / "statement.en.md", ",")
    exercise = load_exercise(folder)
    path = witnesses.path_of(exercise)
    path.parent.mkdir(parents=True)
    path.write_text(witnesses.render(exercise, [Witness("squares", "check_values", b"2", UNKNOWN)]))
    assert load_exercise(folder).digest != exercise.digest and find(folder)


def test_another_seed_level_machine_or_engine_is_not_known(folder, file, monkeypatch):
    assert find(folder, seed=SEED + 1) is None and find(folder, level=Level.S2) is None
    with monkeypatch.context() as patch:
        patch.setattr(validated, "code_digest", lambda modules: "another")
        assert find(folder) is None
    with monkeypatch.context() as patch:
        patch.setattr(validated, "FORMAT", validated.FORMAT + 1)
        assert find(folder) is None
    assert find(folder)


def test_a_device_that_comes_or_goes_counts_where_a_check_requires_it(folder, rows, monkeypatch):
    append(folder / "exercise.toml", '[checks.check_zero]\nrequires = "cuda"\n')
    exercise = load_exercise(folder)
    monkeypatch.setattr(validated, "device_present", lambda device: False)
    validated.keep(matrix(exercise, rows), SEED, LEVEL)
    assert find(folder)
    monkeypatch.setattr(validated, "device_present", lambda device: True)
    assert find(folder) is None


def test_the_code_that_makes_matrices_counts():
    assert {"autograder.authoring.kill_matrix", "autograder.course.skeleton"} <= set(
        files_of([validated.JUDGE], ROOT)
    )


def test_no_damaged_file_is_believed(folder, file):
    whole = file.read_bytes()
    damaged = [whole[:n] + bytes([whole[n] ^ 1]) + whole[n + 1 :] for n in range(0, len(whole), 97)]
    damaged += [b"", b"\n", whole[: len(whole) // 2], whole[:-1], whole + b" ", whole * 2]
    for data in damaged:
        file.write_bytes(data)
        assert find(folder) is None
    file.write_bytes(whole)
    assert find(folder)
    file.unlink()
    file.mkdir()
    assert find(folder) is None


def test_no_foreign_file_is_believed(folder, file, tmp_path, rows):
    exercise = load_exercise(folder)
    validated.path_of(exercise, SEED + 1).write_bytes(file.read_bytes())
    assert find(folder, seed=SEED + 1) is None, "of another seed"
    other = write(tmp_path / "other")
    append(other / "checks.py")
    theirs = validated.path_of(load_exercise(other), SEED)
    theirs.parent.mkdir(parents=True)
    theirs.write_bytes(file.read_bytes())
    assert find(other) is None, "of another exercise"


def test_a_matrix_with_problems_is_not_kept(folder, rows):
    exercise = load_exercise(folder)
    validated.keep(validated.Matrix(exercise, rows, ("something",)), SEED, LEVEL)
    assert not validated.path_of(exercise, SEED).exists()


def test_whether_it_is_done_is_decided_anew(folder, rows):
    """Not by what was thought of these rows when they were kept."""
    exercise = load_exercise(folder)
    wrong = next(row for row in rows if row.kind == "wrong")
    rows = tuple(replace(row, outcomes=rows[0].outcomes) if row == wrong else row for row in rows)
    validated.keep(validated.Matrix(exercise, rows, ()), SEED, LEVEL)
    assert any(wrong.name in problem for problem in find(folder).problems)


def test_fresh_means_that_nothing_is_known(folder, file, monkeypatch):
    monkeypatch.setenv(validated.FRESH, "1")
    assert find(folder) is None
    monkeypatch.setenv(validated.FRESH, "")
    assert find(folder)


def test_what_cannot_be_kept_does_no_harm(folder, rows):
    exercise = load_exercise(folder)
    place = validated.path_of(exercise, SEED)
    place.parent.parent.mkdir(parents=True)
    place.parent.write_text("a file where a folder should be")
    validated.keep(matrix(exercise, rows), SEED, LEVEL)
    assert find(folder) is None and os.listdir(place.parent.parent) == [place.parent.name]
