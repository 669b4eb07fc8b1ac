"""No folder inside one student's work becomes a student, and none that holds a class does."""

import pytest

from autograder.intake.collect import read_submissions
from tests.unit.intake.hand_ins import (
    A1,
    DOUBLE,
    GOOD,
    TRIPLE,
    course_in,
    keys,
    notebook,
    put,
    reasons,
    zipped,
)

ANA_AND_BO = [("ana", A1), ("bo", A1)]
OTHER = notebook("def double(x):\n    return x + x", TRIPLE)


@pytest.fixture
def read(tmp_path):
    """Return what reads these files, with this roster."""
    course = course_in(tmp_path)

    def reading(files, roster=""):
        if roster:
            put(course.folder, "students.csv", roster)
        for place, content in files.items():
            put(tmp_path / "in", place, content)
        return read_submissions(tmp_path / "in", course)

    return reading


@pytest.mark.parametrize("folders", [("v1", "v2"), ("src", "docs"), ("maria", "jonas")])
def test_folders_in_ones_work_are_no_students(read, folders):
    one, other = folders
    files = {
        f"ana/{A1}/{one}/{A1}.ipynb": GOOD,
        f"ana/{A1}/{other}/readme.txt": b"hello",
        f"bo/{A1}/{A1}.ipynb": GOOD,
    }
    found = read(files)
    assert keys(found) == ANA_AND_BO and not found.refused


def test_two_versions_of_one_student_are_refused_and_the_student_is_named(read):
    found = read({f"ana/{A1}/v1/{A1}.ipynb": GOOD, f"ana/{A1}/v2/{A1}.ipynb": OTHER})
    (ana,) = found.submissions
    assert ana.student == "ana" and "v1/" in ana.problem.en and "v2/" in ana.problem.en


def test_the_usual_folder_of_a_work_is_nobodys_student(read):
    found = read({f"{A1}/src/{A1}.ipynb": GOOD, f"{A1}/ana/{A1}.ipynb": GOOD})
    assert "src" not in {student for student, _ in keys(found)} and found.refused


@pytest.mark.parametrize(
    "around", ["late", "Late submissions", "on time", "week 3", "resubmissions", "all", "迟交"]
)
def test_a_folder_for_a_part_of_the_class_is_no_student(read, around):
    files = {f"{around}/ana.ipynb": GOOD, f"{around}/bo/{A1}/{A1}.ipynb": GOOD}
    assert keys(read(files)) == ANA_AND_BO


def test_a_zip_that_holds_everybodys_zips_is_no_student(read):
    inner = {f"{who}.zip": zipped({f"{A1}.ipynb": GOOD}) for who in ("ana", "bo")}
    assert keys(read({"all.zip": zipped(inner)})) == ANA_AND_BO


def test_a_folder_with_files_of_those_in_the_roster_is_no_student(read):
    files = {"monday people/ana.ipynb": GOOD, "monday people/bo_01_shapes.ipynb": OTHER}
    assert keys(read(files, roster="id\nana\nbo\n")) == ANA_AND_BO


@pytest.mark.parametrize("form", ["{}_ana.py", "ana_{}.py", "0{n}_{}_ana.py", "ana_0{n}_{}.py"])
def test_a_script_names_exercise_and_student_in_either_order(read, form):
    files = {
        form.format(name, n=n): text
        for n, (name, text) in enumerate((("double", DOUBLE), ("triple", TRIPLE)), 1)
    }
    found = read(files)
    assert keys(found) == [("ana", A1)] and not reasons(found)


@pytest.mark.parametrize(
    "name",
    ["ana (Conflicted copy 2026-12-01)", "ana (Bo's conflicted copy)", "ana [Conflict]"],
)
def test_what_a_cloud_drive_doubled_is_no_second_student(read, name):
    found = read({f"ana/{A1}/{A1}.ipynb": GOOD, f"{name}/{A1}/{A1}.ipynb": OTHER})
    assert {s.student for s in found.submissions} == {"ana"} and not keys(found)


def test_a_name_that_ends_as_copies_do_is_a_name(read):
    arnold = read({"arn.ipynb": GOOD, "arnold.ipynb": OTHER})
    assert keys(arnold) == [("arn", A1), ("arnold", A1)]


def test_who_is_in_the_roster_is_nobodys_copy(read):
    found = read({"kim.ipynb": GOOD, "kim_2.ipynb": OTHER}, roster="id\nkim\nkim_2\n")
    assert keys(found) == [("kim", A1), ("kim_2", A1)]


def test_a_folder_named_for_the_submissions_of_an_assignment_is_no_student(read):
    files = {
        f"01-shapes-submissions/01-shapes-{who}/{A1}.ipynb": text
        for who, text in (("ana", GOOD), ("bo", OTHER))
    }
    assert keys(read(files)) == ANA_AND_BO


def test_somebody_among_others_may_be_called_late(read):
    found = read({f"late/{A1}/{A1}.ipynb": GOOD, f"ana/{A1}/{A1}.ipynb": GOOD})
    assert keys(found) == [("ana", A1), ("late", A1)] and not found.refused
