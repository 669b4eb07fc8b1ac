"""Everything that real courses hand in gets the right grade and reason, by both front ends."""

import json
import re
import subprocess
import sys

import pytest
import small_course
from small_course import ASSIGNMENT, nbgrader

from demo.sample_class import desk_of
from tests.hand_ins import HAND_INS
from tests.machine import HANG_SECONDS

pytestmark = pytest.mark.slow
ROWS = [pytest.param(name, row, id=name) for name, row in HAND_INS.items()]


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A course in which everybody of the table has handed in; two front ends have graded it."""
    root = tmp_path_factory.mktemp("course")
    course = small_course.make(root)
    desk = desk_of(course.assignments[0], root)
    for student, row in HAND_INS.items():
        for name, data in row.files(desk).items():
            place = root / "submitted" / student / ASSIGNMENT / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-m", "autograder.cli", "grade", "submitted", "--no-gradebook"],
        cwd=root, capture_output=True, text=True, timeout=HANG_SECONDS,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr  # some were refused
    return root


@pytest.fixture(scope="module")
def course(root):
    from autograder.course.catalog import load_course

    return load_course(root / "solutions")


@pytest.fixture(scope="module")
def grades(root):
    data = json.loads((root / "results/grades.json").read_text("utf-8"))
    return {grade["student"]: grade for grade in data["grades"]}


@pytest.fixture(scope="module")
def gradebook(root, grades):
    """The scores and penalties after ``nbgrader autograde``, answered from the same store."""
    from nbgrader.api import Gradebook

    nbgrader(root, "generate_assignment", ASSIGNMENT, "--force")
    said = nbgrader(root, "autograde", ASSIGNMENT)
    with Gradebook(f"sqlite:///{root}/gradebook.db") as opened:
        found = {
            submission.student.id: (submission.score, submission.late_submission_penalty)
            for submission in opened.assignment_submissions(ASSIGNMENT)
        }
    return found, said


def worth(course, row):
    exercises = course.assignments[0].exercises
    spoilt = {"all": (), "rest": ("nhwc_to_nchw",), "nothing": [e.name for e in exercises]}
    return sum(e.points for e in exercises if e.name not in spoilt[row.earns])


@pytest.mark.parametrize(("student", "row"), ROWS)
def test_each_hand_in_earns_what_it_deserves(student, row, grades, course, root):
    grade = grades[student]
    reasons = [grade["problem"], grade["warnings"], [r["warnings"] for r in grade["reports"]]]
    assert grade["score"] == worth(course, row), reasons
    assert grade["penalty"] == pytest.approx(0.1 * row.late_days * grade["score"])
    page = (root / f"results/feedback/{student}/{ASSIGNMENT}.html").read_text("utf-8")
    assert re.search(row.says, page, re.IGNORECASE | re.DOTALL)


@pytest.mark.parametrize(("student", "row"), ROWS)
def test_nbgrader_says_the_same_or_names_who_was_left_out(student, row, grades, gradebook):
    found, said = gradebook
    if student not in found:
        assert student in said and "autograder grade" in said
        return
    score, penalty = found[student]
    assert score == grades[student]["score"]
    assert (penalty or 0) == pytest.approx(grades[student]["penalty"])


def test_nobody_is_lost(grades):
    assert set(grades) == set(HAND_INS)
