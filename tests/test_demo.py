"""The sample class: every accident gets a grade or a clear verdict, and nothing else happens."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from demo.accidents import ACCIDENTS
from tests.machine import HANG_SECONDS

ROOT = Path(__file__).parents[1]
FULL, WITHOUT_ONE = 33, 25  # points of the first assignment, with and without `nhwc_to_nchw`


@pytest.fixture(scope="session")
def graded(tmp_path_factory):
    """The whole demo, run once: its folder, its output and its grades by student."""
    target = tmp_path_factory.mktemp("demo") / "demo_course"
    code = (
        "import sys; from pathlib import Path; from demo.__main__ import run; "
        f"sys.exit(run(Path({str(target)!r})))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True,
        timeout=HANG_SECONDS,
        env={**os.environ, "COLUMNS": "120"},
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr[-3000:]
    data = json.loads((target / "results" / "grades.json").read_text(encoding="utf-8"))
    first = "01_tensor_shapes"
    grades = {g["student"]: g for g in data["grades"] if g["assignment"] == first}
    return target, ended.stdout, grades


def outcomes_of(grade, exercise="01_tensor_shapes/04_nhwc_to_nchw"):
    return next(r["outcomes"] for r in grade["reports"] if r["exercise"] == exercise)


def verdicts_of(grade):
    return {outcome["verdict"] for outcome in outcomes_of(grade)}


EXPECTED = {
    "untouched": (0, {"NOT_ATTEMPTED"}),
    "syntax_error": (WITHOUT_ONE, None),
    "deleted_function": (WITHOUT_ONE, {"NOT_ATTEMPTED"}),
    "renamed_function": (WITHOUT_ONE, {"NOT_ATTEMPTED"}),
    "endless_loop": (WITHOUT_ONE, {"LIMIT_EXCEEDED"}),
    "eight_gigabytes": (WITHOUT_ONE, {"LIMIT_EXCEEDED"}),
    "crash": (WITHOUT_ONE, {"CRASHED"}),
    "prints_100_mb": (FULL, {"PASSED"}),
    "old_jupyter": (FULL, {"PASSED"}),
    "wrong_file_name": (FULL, {"PASSED"}),
    "late": (FULL, {"PASSED"}),
    "exported_script": (FULL, {"PASSED"}),
    "raw_cell": (WITHOUT_ONE, {"NOT_ATTEMPTED"}),
    "saved_as_json": (FULL, {"PASSED"}),
    "worked_on_a_copy": (FULL, {"PASSED"}),
    "undone_below": (FULL, {"PASSED"}),
    "merge_conflict": (WITHOUT_ONE, None),
    "as_in_colab": (FULL, {"PASSED"}),
    "not_utf8": (WITHOUT_ONE, None),
    "reads_the_checks": (FULL, {"PASSED"}),
    "writes_the_gradebook": (FULL, {"PASSED"}),
}


@pytest.mark.parametrize("student", EXPECTED)
def test_accidents(graded, student):
    score, verdicts = EXPECTED[student]
    grade = graded[2][student]
    assert grade["score"] == score
    if verdicts is not None:
        assert verdicts_of(grade) == verdicts


@pytest.mark.parametrize("student", ["corrupted", "empty_notebook"])
def test_what_cannot_be_read_says_why(graded, student):
    grade = graded[2][student]
    assert grade["score"] == 0 and grade["problem"]["en"] and grade["problem"]["zh"]


def test_nobody_is_missing_and_nothing_is_our_fault(graded):
    _, _, grades = graded
    assert set(ACCIDENTS) <= set(grades) and len(grades) >= 30
    verdicts = {o["verdict"] for g in grades.values() for r in g["reports"] for o in r["outcomes"]}
    assert "INTERNAL_ERROR" not in verdicts


def test_lateness_costs_points(graded):
    late = graded[2]["late"]
    assert late["penalty"] > 0 and late["final"] == pytest.approx(late["score"] - late["penalty"])


def test_students_are_told_what_was_mended(graded):
    _, _, grades = graded
    for student in ("wrong_file_name", "old_jupyter"):
        assert grades[student]["warnings"], student


def test_an_answer_that_was_not_run_says_why_where_its_points_are_missing(graded):
    grade = graded[2]["raw_cell"]
    (reason,) = {outcome["message"]["en"] for outcome in outcomes_of(grade)}
    assert "is a raw cell" in reason and [reason] == [w["en"] for w in grade["warnings"]]


def test_the_spy_saw_nothing_and_the_forger_wrote_nothing(graded):
    target, output, grades = graded
    marker = "independent of any axis operation"
    checks = target / "solutions" / "01_tensor_shapes" / "04_nhwc_to_nchw" / "checks.py"
    lines = checks.read_text(encoding="utf-8").splitlines()[5:]
    secret = [line for line in lines if line.isascii()]  # a sentence in Chinese is public
    told = json.dumps(grades["reads_the_checks"], ensure_ascii=False)
    assert marker not in told and marker not in output
    assert not [line for line in secret if len(line) > 40 and line.strip() in told]
    with sqlite3.connect(target / "gradebook.db") as book:
        assert book.execute("select count(*) from grade where manual_score = 99").fetchone() == (0,)


def test_the_gradebook_holds_the_same_scores(graded):
    target, _, grades = graded
    query = """
        select s.student_id, sum(g.auto_score) from grade g
        join submitted_notebook n on g.notebook_id = n.id
        join submitted_assignment s on n.assignment_id = s.id
        join assignment a on s.assignment_id = a.id
        where a.name = '01_tensor_shapes' group by s.student_id
    """
    with sqlite3.connect(target / "gradebook.db") as book:
        scores = dict(book.execute(query).fetchall())
    for student, grade in grades.items():
        if not grade["problem"]["en"]:
            assert scores[student] == pytest.approx(grade["score"], abs=0.01), student


def test_everything_is_where_it_says(graded):
    target, output, grades = graded
    results = target / "results"
    assert "class report" in output.lower() and "index.html" in output
    page = (results / "index.html").read_text(encoding="utf-8")
    assert "<svg" in page and "http://" not in page.replace("http://www.w3.org", "")
    assert "韩梅梅" in page
    for student in grades:
        assert (results / "feedback" / student / "01_tensor_shapes.html").exists()
    assert (results / "grades.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_no_hidden_source_reaches_a_student(graded):
    target, _, _ = graded
    lines = set()
    for file in (target / "solutions").rglob("checks.py"):
        lines |= {line.strip() for line in file.read_text(encoding="utf-8").splitlines()}
    code = {line for line in lines if len(line) > 50 and line.isascii() and "(" in line}
    sentences = {line for line in code if line.startswith('"""')}
    for page in (target / "results" / "feedback").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not [line for line in code - sentences if line in text], page


def test_what_belongs_to_nobody_is_refused_with_its_reason(graded):
    target, output, grades = graded
    run = json.loads((target / "results" / "run.json").read_text(encoding="utf-8"))
    reasons = {item["origin"]: item["reason"]["en"] for item in run["refused"]}
    assert "no assignment 99_other_course" in reasons["wei/99_other_course"]
    assert "unsafe path" in reasons["mallory.zip/../../gradebook.db"]
    assert "symbolic link" in reasons["nosy"]
    assert all(origin in output for origin in reasons) and not {"wei", "mallory"} & set(grades)
