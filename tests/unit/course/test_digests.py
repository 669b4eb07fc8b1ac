"""What decides an outcome counts; what is for readers does not."""

from dataclasses import replace

import pytest

from autograder.course import witnesses
from autograder.course.catalog import load_exercise
from autograder.course.digests import answers, code_of, deciding, sha256
from autograder.course.witnesses import UNKNOWN, Witness
from autograder.model import Limits
from tests.unit.small_exercise import append, edit, write


@pytest.fixture
def folder(tmp_path):
    """An exercise with its witnesses, to change."""
    folder = write(tmp_path)
    keep(folder, Witness("squares", "check_values", b"2", UNKNOWN))
    return folder


def keep(folder, *items):
    exercise = load_exercise(folder)
    file = witnesses.path_of(exercise)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(witnesses.render(exercise, items), encoding="utf-8")


def toml(old, new):
    return lambda folder: edit(folder / "exercise.toml", old, new)


def option(text):
    return lambda folder: append(folder / "exercise.toml", f"[checks.check_zero]\n{text}\n")


def limit(text):
    return lambda folder: append(folder / "exercise.toml", f"[limits]\n{text}\n")


FOR_READERS = {
    "a comma in a statement": lambda folder: append(folder / "statement.en.md", ","),
    "a title": toml('"Double"', '"Twice"'),
    "stars": toml("stars = 1", "stars = 2"),
    "a source": toml("Lesson 1", "Lesson 2"),
    "why a check is kept": option('kept_because = "it is short"'),
    "the hint of a wrong answer": lambda folder: edit(folder / "wrong/squares.py", "It is", "No:"),
    "an accepted answer": lambda folder: append(folder / "accepted/adds.py"),
    "one more accepted answer": lambda folder: (folder / "accepted/a.py").write_text("x = 1\n"),
    "a number written otherwise": toml("points = 4", "points = 4.0"),
    "a default that is written out": limit("cpu_seconds = 2"),
    "a table with nothing in it": option(""),
}
DECIDING = {
    "checks": lambda folder: append(folder / "checks.py"),
    "the reference": lambda folder: append(folder / "reference.py"),
    "a scenario": lambda folder: (folder / "scenario.py").write_text("x = 1\n"),
    "points": toml("points = 4", "points = 5"),
    "the profile": toml("points = 4", 'points = 4\nprofile = "files"'),
    "a limit": limit("cpu_seconds = 3"),
    "a weight": option("weight = 2"),
    "whether a check discloses": option("disclose = false"),
    "what a check requires": option('requires = "cuda"'),
}
WRONG_ANSWERS = {
    "its code": lambda folder: edit(folder / "wrong/squares.py", "x * x", "x * x * x"),
    "its name": lambda folder: (folder / "wrong/squares.py").rename(folder / "wrong/square.py"),
}


@pytest.mark.parametrize("change", FOR_READERS.values(), ids=FOR_READERS)
def test_what_is_for_readers_voids_nothing(folder, change):
    before = load_exercise(folder)
    change(folder)
    after = load_exercise(folder)
    assert after.digest == before.digest
    assert witnesses.made_from(after) == witnesses.made_from(before)
    assert witnesses.load(after).items


@pytest.mark.parametrize("change", DECIDING.values(), ids=DECIDING)
def test_what_decides_counts(folder, change):
    before = load_exercise(folder)
    change(folder)
    after = load_exercise(folder)
    assert after.digest != before.digest and deciding(after) != deciding(before)
    assert not witnesses.load(after).items, "they may not be true any more"


def test_a_budget_counts(folder):
    exercise = load_exercise(folder)
    checks = tuple(replace(check, budget_ratio=20.0) for check in exercise.checks)
    assert deciding(exercise) != deciding(replace(exercise, checks=checks))


def test_a_changed_default_limit_counts(folder):
    """Whoever writes no limit is judged by the default."""
    exercise = load_exercise(folder)
    assert deciding(exercise) != deciding(replace(exercise, limits=Limits(cpu_seconds=2.5)))


@pytest.mark.parametrize("change", WRONG_ANSWERS.values(), ids=WRONG_ANSWERS)
def test_a_changed_wrong_answer_voids_the_witnesses_and_by_this_the_digest(folder, change):
    before = load_exercise(folder)
    change(folder)
    after = load_exercise(folder)
    assert deciding(after) == deciding(before)
    assert not witnesses.load(after).items and after.digest != before.digest


def test_without_witnesses_a_wrong_answer_decides_nothing(folder):
    witnesses.path_of(load_exercise(folder)).unlink()
    before = load_exercise(folder).digest
    WRONG_ANSWERS["its code"](folder)
    assert load_exercise(folder).digest == before


def test_witnesses_count(folder):
    before = load_exercise(folder).digest
    keep(folder, Witness("squares", "check_values", b"3", UNKNOWN))
    assert load_exercise(folder).digest != before
    assert witnesses.are_fresh(load_exercise(folder))


@pytest.mark.parametrize("text", ["", "[]", '{"exercise": 1}', '{"exercise": "another"}', "{"])
def test_a_file_that_holds_no_witnesses_of_this_exercise_is_like_none(folder, text):
    file = witnesses.path_of(load_exercise(folder))
    file.write_text(text)
    damaged = load_exercise(folder)
    assert not witnesses.load(damaged).items and not witnesses.are_fresh(damaged)
    file.unlink()
    assert load_exercise(folder).digest == damaged.digest


def test_a_hint_is_read_anew(folder):
    FOR_READERS["the hint of a wrong answer"](folder)
    hints = dict(witnesses.load(load_exercise(folder)).misconceptions)
    assert hints["squares"].en == "No: squares."


def test_every_answer_counts_where_all_are_judged(folder):
    before = answers(load_exercise(folder))
    append(folder / "accepted/adds.py")
    changed = answers(load_exercise(folder))
    (folder / "accepted/shifts.py").rename(folder / "wrong/shifts.py")
    edit(folder / "wrong/shifts.py", "def", '"""A.\n\n一。\n"""\nFAILS = ("check_zero",)\ndef')
    assert len({before, changed, answers(load_exercise(folder))}) == 3


@pytest.mark.parametrize(
    "source, code",
    [
        ('"""One."""\nx = 1\n', "\nx = 1\n"),
        ("'one'; x = 1\n", "; x = 1\n"),
        ('# a\n"""一\n二"""\n\nx = "一"\n', '# a\n\n\nx = "一"\n'),
        ("x = 1\n", "x = 1\n"),
        ("1\n", "1\n"),
        ("", ""),
    ],
)
def test_code_is_what_is_no_docstring(source, code):
    assert code_of(source) == code


def test_where_a_part_ends_counts():
    assert len({sha256("ab", "c"), sha256("a", "bc"), sha256("abc"), sha256("abc", "")}) == 4
