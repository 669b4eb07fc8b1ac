"""Whose a file is: both orders of folders, one student alone, folders around everything."""

import pytest

from autograder.intake.bundles import why_no_student
from autograder.intake.collect import read_submissions
from tests.unit.intake.hand_ins import (
    A1,  # fmt: skip
    A2,
    DOUBLE,
    GOOD,
    STUB,
    TRIPLE,
    course_in,
    keys,
    notebook,
    put,
    reasons,
    zipped,
)

ENCODE = notebook("def encode(x):\n    return x")
UNTOUCHED = notebook(STUB, STUB.replace("double", "triple"))
BOTH = [("ana", A1), ("bo", A1), ("ana", A2)]


def read(tmp_path, files, below="", roster=""):
    """Put the files into a folder, and read it or what lies below it."""
    course = course_in(tmp_path)
    if roster:
        put(course.folder, "students.csv", roster)
    for place, content in files.items():
        put(tmp_path / "in", place, content)
    return read_submissions(tmp_path / "in" / below, course)


@pytest.mark.parametrize(
    "around",
    ["submitted", "submissions", "2026_autumn", "WS 2026-27", "submitted/fall2026", "term",
     "submitted/section_a"],
)  # fmt: skip
def test_assignments_above_students(tmp_path, around):
    files = {
        f"{around}/{A1}/ana/{A1}.ipynb": GOOD,
        f"{around}/{A1}/bo/work.ipynb": GOOD,
        f"{around}/{A2}/ana/{A2}.ipynb": ENCODE,
    }
    found = read(tmp_path, files)
    assert keys(found) == BOTH and not found.refused


@pytest.mark.parametrize("name", ["Shapes", "01 shapes", "01-Shapes", "01_shapes (1)"])
def test_the_name_of_an_assignment_is_known_however_it_is_spelt(tmp_path, name):
    found = read(tmp_path, {f"{name}/ana/x.ipynb": GOOD, f"bo/{name}/x.ipynb": GOOD})
    assert keys(found) == BOTH[:2] and not found.refused


def test_both_orders_and_loose_files_beside_each_other(tmp_path):
    files = {
        f"submitted/{A1}/ana/{A1}.ipynb": GOOD,
        f"submitted/bo/{A1}/{A1}.ipynb": GOOD,
        "submitted/cy.ipynb": GOOD,
        f"submitted/{A1}_dan.ipynb": GOOD,
        f"submitted/eve_{A1}/homework.ipynb": GOOD,
        f"submitted/{A1}/fay.ipynb": GOOD,
        f"submitted/{A1}/gus.pdf": b"x",
    }
    found = read(tmp_path, files)
    assert [student for student, _ in keys(found)] == ["ana", "bo", "cy", "dan", "eve", "fay"]
    assert [s.student for s in found.submissions if s.problem] == ["gus"]


def test_assignments_above_students_in_a_zip(tmp_path):
    course = course_in(tmp_path)
    members = {f"class/{A1}/ana/{A1}.ipynb": GOOD, f"class/{A1}/bo/{A1}.ipynb": GOOD}
    (tmp_path / "class.zip").write_bytes(zipped(members))
    assert keys(read_submissions(tmp_path / "class.zip", course)) == BOTH[:2]


@pytest.mark.parametrize("around", [A1, "2026_autumn", "submitted", f"submitted/{A1}"])
def test_a_zip_is_its_students_wherever_it_lies(tmp_path, around):
    files = {
        f"{around}/ana.zip": zipped({f"{A1}.ipynb": GOOD}),
        f"{around}/bo_{A1}.zip": zipped({f"{A1}/work.ipynb": GOOD}),
        f"{around}/cy.zip": b"broken",
    }
    found = read(tmp_path, files)
    assert keys(found) == BOTH[:2] and not found.refused
    (cy,) = [s for s in found.submissions if s.problem]
    assert cy.student == "cy" and "damaged" in cy.problem.en


@pytest.mark.parametrize(
    ("files", "below"),
    [
        ({f"submitted/rosa/{A1}/{A1}.ipynb": GOOD}, "submitted/rosa"),
        ({f"rosa/{A1}/{A1}.ipynb": GOOD}, "rosa"),
        ({f"submitted/rosa/{A1}/homework.ipynb": GOOD}, "submitted/rosa"),
        ({f"submitted/rosa/{A1}/{A1}.ipynb": GOOD}, f"submitted/rosa/{A1}"),
        ({f"submitted/rosa/{A1}/{A1}.ipynb": GOOD}, f"submitted/rosa/{A1}/{A1}.ipynb"),
        ({f"submitted/{A1}/rosa/{A1}.ipynb": GOOD}, f"submitted/{A1}/rosa"),
        ({f"rosa/{A1}/01_double/double.py": DOUBLE}, "rosa"),
        ({f"rosa/release/{A1}/{A1}.ipynb": GOOD}, "rosa"),
        ({f"rosa/{A1} (1).ipynb": GOOD, f"rosa/{A1}.ipynb": UNTOUCHED}, "rosa"),
    ],
)
def test_one_students_folder_is_that_students(tmp_path, files, below):
    found = read(tmp_path, files, below)
    assert keys(found) == [("rosa", A1)] and not found.refused


def test_two_assignments_of_one_student_are_no_two_students(tmp_path):
    files = {f"submitted/rosa/{A1}/{A1}.ipynb": GOOD, f"submitted/rosa/{A2}/{A2}.ipynb": ENCODE}
    assert keys(read(tmp_path, files, "submitted/rosa")) == [("rosa", A1), ("rosa", A2)]


def test_the_name_of_an_assignment_or_exercise_is_nobodys(tmp_path):
    files = {
        f"{A1}/{A1}.ipynb": GOOD,  # whose?
        "double/x.ipynb": GOOD,
        f"{A2}.ipynb": ENCODE,
        "ana.ipynb": GOOD,
    }
    found = read(tmp_path, files)
    assert keys(found) == [("ana", A1)]
    assert reasons(found).count("put it into <student>/<assignment>/") == 3


def test_what_can_be_read_in_two_ways_is_refused_unless_the_roster_tells(tmp_path):
    files = {f"{A1}/{A1}.ipynb": GOOD, f"{A1}/robin/{A1}.ipynb": GOOD}
    (tmp_path / "without").mkdir()
    found = read(tmp_path / "without", files)
    assert not keys(found) and reasons(found).count("either could be a student's") == 2
    (tmp_path / "with").mkdir()
    found = read(tmp_path / "with", files, roster="id\nrobin\n")
    assert keys(found) == [("robin", A1)]


def test_a_released_notebook_that_lies_among_students_is_no_hand_in(tmp_path):
    found = read(tmp_path, {f"{A1}/{A1}.ipynb": UNTOUCHED, f"{A1}/ana/{A1}.ipynb": GOOD})
    assert keys(found) == [("ana", A1)] and not found.refused


def test_a_course_folder_that_was_handed_in_whole(tmp_path):
    files = {
        f"ana/course/release/{A1}/{A1}.ipynb": GOOD,
        f"ana/course/release/{A2}/{A2}.ipynb": notebook(STUB.replace("double", "encode")),
        f"ana/course/assignments/{A1}/01_double/double.py": STUB,
        f"ana/course/assignments/{A1}/01_double/test_double.py": "import double",
        "ana/course/autograder/selfcheck.py": TRIPLE,
        f"bo/release/{A1}/{A1}.ipynb": UNTOUCHED,
        f"bo/assignments/{A1}/01_double/double.py": STUB,
    }
    found = read(tmp_path, files)
    assert keys(found) == [("ana", A1)] and not found.submissions[0].warnings
    assert [(r.student, "nothing in them is answered" in r.reason.en) for r in found.refused] == [
        ("bo", True)
    ]


@pytest.mark.parametrize(
    "name",
    ["ana+1@uni.edu", "Bo Berg", "o'brien", "di[2]", "ed(3)", "fe,ed", "=gus", "-ivy", "jo%20",
     "ñandú", "王芳", "kim#4", "{lee}", "mo.", "2026123"],
)  # fmt: skip
def test_ids_that_a_folder_can_have(tmp_path, name):
    found = read(tmp_path, {f"{name}/{A1}/{A1}.ipynb": GOOD})
    assert keys(found) == [(name, A1)] and not found.refused


@pytest.mark.parametrize("name", ["DOM\\hal", "a:b", "a*", "what?", 'a"b', "a<b", "a|b"])
def test_a_name_that_cannot_be_an_id_is_shown_with_the_cure(tmp_path, name):
    found = read(tmp_path, {f"{name}/{A1}/{A1}.ipynb": GOOD, "ana.ipynb": GOOD})
    (refused,) = found.refused
    assert (
        refused.student == name and name in refused.reason.en and "rename it" in refused.reason.en
    )


def test_names_that_nobody_can_see_or_read():
    assert "cannot be seen" in why_no_student("a\x07b").en
    assert "more than 100" in why_no_student("x" * 101).en
    assert why_no_student("") and not why_no_student("x" * 100)


def test_letters_of_two_sizes_are_one_student(tmp_path):
    found = read(tmp_path, {f"rosa/{A1}/x.ipynb": GOOD, f"ROSA/{A2}/y.ipynb": ENCODE})
    assert {student for student, _ in keys(found)} == {"rosa"}
    assert "ROSA = rosa" in found.notes[0].en
