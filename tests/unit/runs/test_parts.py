"""A part of a class is graded into the results of the whole; who gains or loses is kept."""

import csv
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace

import pytest

from autograder import grade_class
from autograder.course.catalog import load_course
from autograder.errors import AuthorError, SubmissionError
from autograder.model import Grade, Level, Report
from autograder.reports.changes import as_csv, changes
from autograder.runs.grade import part_of
from autograder.runs.merging import Part, merged
from autograder.runs.run import Run
from tests.faults import small_class
from tests.machine import HANG_SECONDS

A, B = (f"{small_class.ASSIGNMENT}/{name}" for name in small_class.EXERCISES)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return load_course(small_class.make(tmp_path_factory.mktemp("course")))


def report(exercise, score, **more):
    facts = {"submission_digest": "s", "exercise_digest": "e", "engine": "g", "seed": 1} | more
    return Report(exercise, level=Level.S3, outcomes=(), score=score, points=4, **facts)


def grade(student, *scores, penalty=0.0, **more):
    reports = tuple(report(slug, n, **more) for slug, n in zip((A, B), scores, strict=True))
    return Grade(student, small_class.ASSIGNMENT, sum(scores), 8, penalty, reports)


def test_a_part_replaces_what_it_means_and_nothing_else(course):
    before = Run((grade("ann", 4, 4), grade("bob", 1, 1)), missing=("zoe",))
    now = Run((grade("bob", 3, 3),), missing=("ann", "zoe"))
    run = merged(course, before, now, Part(students=("bob",)))
    assert [(g.student, g.score) for g in run.grades] == [("ann", 8), ("bob", 6)]
    assert run.kept == (("ann", small_class.ASSIGNMENT),)
    assert run.missing == ("zoe",)


def test_one_exercise_is_replaced_within_a_grade(course):
    before = Run((grade("ann", 4, 1),))
    now = Run((grade("ann", 0, 3), grade("new", 2, 2)))
    run = merged(course, before, now, Part(small_class.ASSIGNMENT, B))
    scores = {g.student: [r.score for r in g.reports] for g in run.grades}
    assert scores == {"ann": [4, 3], "new": [2, 2]}


def test_a_run_of_everything_forgets_nobody(course):
    run = merged(course, Run((grade("ann", 4, 4),)), Run((grade("bob", 1, 1),)), Part())
    assert [g.student for g in run.grades] == ["ann", "bob"] and run.kept[0][0] == "ann"


@pytest.mark.parametrize(
    ("difference", "why"),
    [
        ({"submission_digest": "t", "seed": 2}, "other code handed in"),
        ({"exercise_digest": "f"}, "exercise changed"),
        ({"engine": "h"}, "grader changed"),
        ({"seed": 2}, "new round"),
    ],
)
def test_a_change_says_what_made_it(difference, why):
    whole, part = changes([grade("ann", 4, 4)], [grade("ann", 4, 1, **difference)])
    assert (whole.exercise, whole.gain, whole.why) == ("", -3, why)
    assert (part.exercise, part.before, part.after) == (B, 4, 1)


def test_a_change_of_lateness_alone_is_one():
    (change,) = changes([grade("ann", 4, 4)], [grade("ann", 4, 4, penalty=2.0)])
    assert (change.before, change.after, change.why) == (8, 6, "other time or late policy")


def test_the_table_of_changes_is_safe_in_a_spreadsheet():
    now = replace(grade("=ann", 4, 1), reports=())
    text = as_csv(changes([grade("=ann", 4, 4)], [now])).decode("utf-8-sig")
    assert all(row["student"] == "'=ann" for row in csv.DictReader(text.splitlines()))


def test_a_part_is_named_by_slug_folder_or_name(course):
    for name in (B, "05_one_hot", "one_hot"):
        assert part_of(course, exercise=name) == Part(small_class.ASSIGNMENT, B)
    with pytest.raises(AuthorError, match="no such exercise"):
        part_of(course, exercise="two_hot")
    with pytest.raises(SubmissionError, match="belongs to"):
        part_of(replace(course, assignments=(*course.assignments, replace(
            course.assignments[0], slug="03_x", exercises=()))), "03_x", B)  # fmt: skip


@pytest.fixture(scope="module")
def root(course, tmp_path_factory):
    """A class of two, graded once: ann is right, bob is wrong in both exercises."""
    root = tmp_path_factory.mktemp("class")
    shutil.copytree(course.folder.parent, root, dirs_exist_ok=True)
    for student in ("ann", "bob"):
        for exercise in course.exercises:
            source = exercise.reference if student == "ann" else exercise.wrong[0].source
            file = root / "submitted" / student / small_class.ASSIGNMENT / f"{exercise.name}.py"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(source)
    command(root)
    return root


def command(root, *options):
    ended = subprocess.run(
        [sys.executable, "-m", "autograder.cli", "grade", "submitted", "--no-gradebook", *options],
        cwd=root, capture_output=True, text=True, timeout=HANG_SECONDS,
        env={**os.environ, "COLUMNS": "120"},
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr + ended.stdout
    return ended.stdout + ended.stderr


def stored(root):
    return json.loads((root / "results/grades.json").read_text("utf-8"))["grades"]


def kept_changes(root):
    (file,) = (root / "results/changes").iterdir()
    return list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))


@pytest.mark.slow
def test_a_regrade_shows_and_keeps_who_gains_before_it_replaces_anything(root, course):
    before, mended = stored(root), root / "submitted/bob" / small_class.ASSIGNMENT / "one_hot.py"
    mended.write_text(course.exercise(B).reference)
    assert not (root / "results/changes").exists()

    said = command(root, "--student", "bob", "--dry-run")
    assert "1 gain and 0 lose" in said and "Nothing was replaced" in said
    assert stored(root) == before and not (root / "results/changes").exists()

    said = command(root, "--exercise", "one_hot", "--student", "bob")
    assert "1 gain and 0 lose" in said and "other code handed in" in said
    assert [row["exercise"] for row in kept_changes(root)] == ["", B]
    by_student = {g["student"]: g for g in stored(root)}
    assert by_student["ann"] == next(g for g in before if g["student"] == "ann")
    assert by_student["bob"]["reports"][1]["score"] == course.exercise(B).points
    page = (root / f"results/feedback/ann/{small_class.ASSIGNMENT}.html").read_text("utf-8")
    assert "ann" in page

    said = command(root)
    assert "gain and" not in said, "nothing has changed since"


@pytest.mark.slow
def test_a_part_from_python_leaves_the_others_as_they_were(root, course):
    out = root / "results"
    run = grade_class(root / "submitted", course=course, out=out, students=["bob"])
    assert [g.student for g in run.grades] == ["ann", "bob"]
    assert run.kept == (("ann", small_class.ASSIGNMENT),)
    with pytest.raises(SubmissionError, match="nobody handed in") as caught:
        grade_class(root / "submitted", course=course, out=out, students=["bobb"])
    assert "did you mean `bob`" in str(caught.value) and "bobb" in str(caught.value)
