"""``autograder validate --changed`` runs what is not known to be done, and says the rest."""

from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from autograder.authoring import validated
from autograder.cli import validate as module
from autograder.cli.validate import validate
from autograder.course import witnesses
from autograder.course.catalog import load_exercise
from autograder.grading.session import InProcess
from autograder.sandbox.confinement import confine
from autograder.sandbox.processes import host
from tests.unit.small_exercise import SLUG, append, edit, write

NOT_RUN, RUN = f"{SLUG}: done and unchanged, not run again", f"{SLUG}, seed 1"


class Host:
    """Judges in this process: quick, and which exercises are judged is the same."""

    open = staticmethod(InProcess)

    def __init__(self):
        self.level = confine.probe().level

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.delenv(validated.FRESH, raising=False)
    monkeypatch.setattr(host, "Host", Host)
    return write(tmp_path)


def run(folder, *options):
    course = str(folder.parents[1])
    ended = CliRunner().invoke(validate, ["--course", course, "--seeds", "1", *options])
    return ended.exit_code, ended.stderr, ended.stdout


def test_only_what_changed_is_run_again(folder):
    code, said, shown = run(folder, "--changed")
    assert code == 0 and RUN in said and "done" in shown
    append(folder / "statement.en.md", ",")
    code, said, shown = run(folder, "--changed")
    assert code == 0 and NOT_RUN in said and RUN not in said and shown == ""
    code, said, _ = run(folder, "--changed", "--seeds", "2")
    assert code == 0 and RUN in said, "the second seed is not known yet"
    edit(folder / "wrong/squares.py", "x * x", "2 * x")
    for _ in range(2):
        code, said, shown = run(folder, "--changed")
        assert code == 1 and RUN in said and "squares" in shown, "what is not done is not kept"


def test_all_is_run_without_it_and_kept(folder):
    for _ in range(2):
        code, said, _ = run(folder)
        assert code == 0 and RUN in said
    assert NOT_RUN in run(folder, "--changed")[1]


def test_an_update_also_takes_what_has_no_fresh_witnesses(folder):
    run(folder)
    code, said, _ = run(folder, "--changed", "--update")
    assert code == 0 and RUN in said and witnesses.are_fresh(load_exercise(folder))
    code, said, _ = run(folder, "--changed", "--update")
    assert code == 0 and NOT_RUN in said and RUN not in said


def test_unconfined_runs_are_neither_kept_nor_left_out(folder):
    code, said, _ = run(folder, "--unconfined")
    assert code == 0 and RUN in said and not (folder.parents[2] / ".cache").exists()
    code, said, _ = run(folder, "--unconfined", "--changed")
    assert code == 2 and "--changed" in said


def test_no_exercise_is_begun_when_the_time_is_over(folder):
    code, said, shown = run(folder, "--changed", "--within", "-1")
    assert code == 0 and RUN not in said and shown == ""
    assert f"left for the next run: {SLUG}" in said
    code, said, _ = run(folder, "--changed", "--within", "1000")
    assert code == 0 and RUN in said and "left for" not in said


def test_an_exercise_with_a_seed_left_is_left_and_writes_no_witnesses(folder, monkeypatch):
    clock = iter([0.0, 0.0, 99.0])  # the start, before the first seed, before the second
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    code, said, _ = run(folder, "--seeds", "2", "--within", "60", "--update")
    assert code == 0 and RUN in said and f"left for the next run: {SLUG}" in said
    assert not witnesses.path_of(load_exercise(folder)).exists()
