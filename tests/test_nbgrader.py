"""The real nbgrader commands on a small class; the same scores as the engine gives directly."""

import csv
import json
import shutil
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
import small_course
from small_course import ASSIGNMENT, EXERCISES, nbgrader

from autograder.errors import AutograderError
from autograder.feedback.redaction import redact_grade
from autograder.grading.batch import Engine
from autograder.intake.collect import read_submissions
from autograder.intake.notebook_format import notebook_of
from autograder.model import Grade, Report, Text
from autograder.nbgrader import gradebook
from autograder.nbgrader.ledger import Ledger
from autograder.nbgrader.mending import mended
from autograder.nbgrader.outputs import graded
from autograder.runs.reload import reload
from autograder.views.notebook import release

STUDENTS = ("alice", "bob", "carol", "dan", "eve", "fay", "gil", "hu", "ida")


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A course whose class was graded by ``nbgrader autograde``."""
    root = tmp_path_factory.mktemp("course")
    course = small_course.make(root)
    small_course.hand_in_class(root, course)
    hand_in_otherwise(root, course)
    nbgrader(root, "generate_assignment", ASSIGNMENT, "--force")
    nbgrader(root, "autograde", ASSIGNMENT)
    return root


def hand_in_otherwise(root, course):
    """Hand in what nbgrader alone leaves out: Python files, a zip, another name, two notebooks."""
    right = {e.slug.split("/")[1]: e.accepted[0].source for e in course.exercises}
    notebook = json.dumps(small_course.answered(root, right))
    places = {s: root / "submitted" / s / ASSIGNMENT for s in ("fay", "gil", "hu", "ida")}
    for place in places.values():
        place.mkdir(parents=True)
    for exercise in course.exercises:
        source = right[exercise.slug.split("/")[1]]
        (places["fay"] / f"{exercise.name}.py").write_text(source)
    (places["fay"] / "timestamp.txt").write_text("2026-12-08 07:30:00.000000 CST")
    with zipfile.ZipFile(places["gil"] / "answers.zip", "w") as packed:
        packed.writestr(f"{ASSIGNMENT}.ipynb", notebook)
    (places["hu"] / "final.ipynb").write_bytes(notebook.encode("utf-16"))
    (places["hu"] / "timestamp.txt").write_text("2026-12-20 08:30:00.000000 +08")
    (places["ida"] / f"{ASSIGNMENT}.ipynb").write_text(notebook)
    with zipfile.ZipFile(root / "submitted/ida.zip", "w") as packed:
        packed.writestr(f"{ASSIGNMENT}.ipynb", notebook.replace("return", "pass; return"))


@pytest.fixture(scope="module")
def course(root):
    from autograder.course.catalog import load_course

    return load_course(root / "solutions")


@pytest.fixture(scope="module")
def submissions(root, course):
    return read_submissions(root / "submitted", course).submissions


@pytest.fixture(scope="module")
def grades(root, course, submissions):
    """What the engine says, without nbgrader and without its store."""
    seed = int((root / "results/seed").read_text())
    with Engine(course, seed=seed, store=None) as engine:
        return {grade.student: grade for grade in engine.grade(submissions)}


@pytest.fixture(scope="module")
def written(root, course, grades, submissions, tmp_path_factory):
    """A second course, filled as `autograder grade` does it."""
    second = tmp_path_factory.mktemp("written")
    shutil.copy(root / "nbgrader_config.py", second)
    ledger = Ledger.open(course, gradebook.open_course(second))
    ledger.fill(list(grades.values()), submissions)
    return second


def rows(root):
    """Return ``nbgrader export`` by student."""
    nbgrader(root, "export", "--to", "out.csv")
    with (root / "out.csv").open(newline="") as file:
        return {row["student_id"]: row for row in csv.DictReader(file)}


def cell_scores(root):
    """Return (student, grade cell) -> (score, needs a person, comment)."""
    from nbgrader.api import Gradebook

    found = {}
    with Gradebook(f"sqlite:///{root}/gradebook.db") as opened:
        for student in STUDENTS:
            for name in EXERCISES:
                cell, place = f"{ASSIGNMENT}__{name}", (ASSIGNMENT, ASSIGNMENT, student)
                grade = opened.find_grade(cell, *place)
                comment = opened.find_comment(cell + "__solution", *place).auto_comment
                found[student, name] = (grade.auto_score, grade.needs_manual_grade, comment)
    return found


def notebook(root, student, tree="autograded"):
    file = root / tree / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    return json.loads(file.read_text("utf-8"))


def test_the_hidden_seed_is_drawn_as_by_the_command(root):
    file = root / "results/seed"
    assert file.stat().st_mode & 0o777 == 0o600, "only its owner may read it"
    assert int(file.read_text()).bit_length() > 32, "a short one could be tried out"


def test_autograde_gives_the_scores_of_the_engine(root, grades):
    assert set(grades) == set(STUDENTS)
    found = rows(root)
    assert set(found) == set(grades)
    for student, row in found.items():
        grade = grades[student]
        assert float(row["raw_score"]) == pytest.approx(grade.score)
        assert float(row["late_submission_penalty"]) == pytest.approx(grade.penalty)
        assert float(row["score"]) == pytest.approx(grade.final)
        assert float(row["max_score"]) == grade.points


def test_the_class_is_told_apart(grades):
    full = grades["alice"].points
    assert grades["alice"].final == full
    assert 0 < grades["bob"].penalty < grades["bob"].score < full
    assert grades["carol"].score == 0 and not grades["carol"].problem
    assert grades["dan"].final == full and grades["dan"].warnings
    assert grades["eve"].score == 0 and grades["eve"].problem
    assert [grades[s].score for s in ("fay", "gil", "hu")] == [full] * 3
    assert [grades[s].penalty for s in ("fay", "gil", "hu")] == [0, 0, full / 2]


def test_the_results_hold_what_nbgrader_graded(root, grades):
    """In grades.csv, in the report and in the run that `autograder report` shows."""
    run = reload(root / "results")
    assert {g.student: (g.score, g.penalty) for g in run.grades} == {
        s: (g.score, g.penalty) for s, g in grades.items()
    }
    assert "final.ipynb" in (root / "results/grades.csv").read_text("utf-8-sig")


def test_pages_show_the_code_that_was_graded(root, written, submissions):
    for place in (root, written):
        for submission in submissions:
            page = [
                "".join(c["source"]).strip() for c in notebook(place, submission.student)["cells"]
            ]
            assert all(c.source.strip() in page for c in submission.cells if c.source.strip())


def test_nothing_is_left_for_staff_and_full_marks_need_no_comment(root, course):
    for (student, _), (_, waiting, comment) in cell_scores(root).items():
        assert not waiting
        assert (comment is None) == (student not in ("bob", "carol"))


def test_the_exporter_fills_the_gradebook_as_nbgrader_does(root, written):
    assert cell_scores(written) == cell_scores(root)
    assert rows(written) == rows(root)


def test_exporting_twice_changes_nothing(written, course, grades, submissions):
    before = cell_scores(written)
    gradebook.write(course, list(grades.values()), written, submissions)
    assert cell_scores(written) == before


@pytest.mark.parametrize("student", STUDENTS)
@pytest.mark.parametrize("by", ["nbgrader", "exporter"])
def test_every_grade_cell_holds_feedback_and_a_plain_float(root, written, grades, student, by):
    cells = notebook(root if by == "nbgrader" else written, student)["cells"]
    scores = []
    for cell in cells:
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            *shown, result = cell["outputs"]
            assert shown and all(o["output_type"] == "display_data" for o in shown)
            assert all("text/html" in o["data"] and "text/plain" in o["data"] for o in shown)
            assert result["output_type"] == "execute_result"
            score = float("".join(result["data"]["text/plain"]))
            assert 0 <= score <= cell["metadata"]["nbgrader"]["points"]
            scores.append(score)
    assert len(scores) == len(EXERCISES)
    assert sum(scores) == pytest.approx(grades[student].score)


def test_students_read_what_was_mended_and_why_nothing_was_graded(root):
    assert "more than once" in json.dumps(notebook(root, "dan"))
    assert "damaged" in json.dumps(notebook(root, "eve"))
    assert "handed in more than once" in json.dumps(notebook(root, "ida"))


def test_feedback_pages_show_ours(root, course):
    nbgrader(root, "generate_feedback", ASSIGNMENT)
    pages = {s: (root / f"feedback/{s}/{ASSIGNMENT}/{ASSIGNMENT}.html").read_text("utf-8")
             for s in STUDENTS}  # fmt: skip
    assert "Well done!" in pages["alice"]
    assert "Late submission penalty" in pages["bob"]
    assert "Handed in late" in pages["bob"] and "Handed in late" in pages["hu"]
    assert "CST" in pages["fay"]
    assert "damaged" in pages["eve"]
    private = [check.name for exercise in course.exercises for check in exercise.checks]
    private += ["BEGIN SOLUTION", "autograder.checks"]
    for student, page in pages.items():
        assert not [word for word in private if word in page], student


@pytest.fixture(scope="module")
def entered(root, written, course, grades, submissions):
    """Both courses graded again after staff entered the same in both gradebooks.

    Returns:
        The run that nbgrader's command published, and the ledger and grades of the other course.
    """
    from nbgrader.api import Gradebook

    for place in (root, written):
        with Gradebook(f"sqlite:///{place}/gradebook.db") as opened:
            opened.grant_extension(ASSIGNMENT, "hu", days=12)
            for student in ("carol", "eve"):
                cell = (f"{ASSIGNMENT}__{EXERCISES[0]}", ASSIGNMENT, ASSIGNMENT, student)
                opened.find_grade(*cell).manual_score = 1.5
                opened.find_grade(*cell).extra_credit = 1.0
            comment = (f"{ASSIGNMENT}__{EXERCISES[0]}__solution", ASSIGNMENT, ASSIGNMENT, "bob")
            opened.find_comment(*comment).manual_comment = "Come and see me"
            opened.find_assignment(ASSIGNMENT).duedate += timedelta(days=1)
            opened.db.commit()
    said = [nbgrader(root, "autograde", ASSIGNMENT, "--student", name)
            for name in ("[bceh]*",)]  # fmt: skip
    ledger = Ledger.open(course, gradebook.open_course(written))
    ledger.fill(list(grades.values()), submissions)
    return reload(root / "results"), said[0], ledger, [ledger.honoured(g) for g in grades.values()]


def told(grade):
    """Return all of a grade but what a run costs and where the files lay."""
    scores = [(report.exercise, report.score) for report in grade.reports]
    return replace(grade, reports=(), origin=""), scores


def test_what_staff_entered_counts_through_both_commands(entered, root, written, grades):
    run, ours = entered[0], entered[3]
    by_nbgrader = {g.student: g for g in run.grades}
    by_us = {g.student: g for g in ours}
    for student in ("bob", "carol", "eve", "hu"):
        assert told(by_nbgrader[student]) == told(by_us[student])
    assert by_us["hu"].penalty < grades["hu"].penalty, "two days late instead of thirteen"
    assert by_us["bob"].penalty < grades["bob"].penalty, "the later due date counts"
    assert by_us["carol"].score == by_us["eve"].score == 2.5
    for place in (root, written):
        for student, row in rows(place).items():
            if student in ("bob", "carol", "eve", "hu"):
                assert float(row["raw_score"]) == pytest.approx(by_us[student].score)
                assert float(row["score"]) == pytest.approx(by_us[student].final)


def test_what_staff_entered_is_said(entered, root):
    run, said, ledger, ours = entered
    lines = " ".join(ledger.differences(ours))
    assert "2 scores by hand, 2 extra credit, 1 comment, 1 extension kept" in lines
    assert "the later one counts" in lines and "2026-12-08 23:59" in lines
    assert "the later one counts" in said and "scores by hand" in said
    notes = {g.student: " ".join(note.en for note in g.staff) for g in run.grades}
    assert "1.5 of" in notes["carol"] and "extra credit of 1" in notes["carol"]
    assert "Come and see me" in notes["bob"] and "extension: due 2026-12-20" in notes["hu"]
    table = (root / "results/grades.csv").read_text("utf-8-sig")
    assert "Come and see me" in table and "1.5 of" in table
    assert "Come and see me" in (root / f"results/feedback/bob/{ASSIGNMENT}.html").read_text(
        "utf-8"
    )


def test_who_was_not_graded_again_stays_in_the_results(entered, grades):
    run = entered[0]
    kept = {g.student: g.final for g in run.grades}
    assert set(kept) == set(grades)
    assert kept["alice"] == grades["alice"].final and kept["gil"] == grades["gil"].final


def test_cells_added_after_the_first_submission_are_refused(written, course):
    from nbgrader.api import Gradebook

    assignment = course.assignments[0]
    fewer = replace(assignment, exercises=assignment.exercises[:1])
    with (
        Gradebook(f"sqlite:///{written}/gradebook.db") as opened,
        pytest.raises(AutograderError, match=r"gradebook\.db"),
    ):
        gradebook.register(opened, course, fewer)


# --- mending, without any command


@pytest.fixture
def template(course):
    return release(course, course.assignments[0])


def mend(student, template):
    return mended(notebook_of(student).cells, template)


def marked(notebook):
    return [small_course.grade_id(c) for c in notebook["cells"] if small_course.grade_id(c)]


def test_a_sound_notebook_keeps_its_cells(template):
    assert mend(template, template)["cells"] == template["cells"]


@pytest.mark.parametrize(
    "student",
    [
        {"cells": []}, {"cells": ["text", None, 3]},
        {"cells": [{"cell_type": "code"}]},
        {"cells": [{"cell_type": "heading", "source": None, "metadata": [1]}]},
        {"cells": [{"cell_type": "code", "source": ["a", 3], "metadata": {"nbgrader": "x"}}]},
        {"cells": [{"cell_type": "code", "source": "", "metadata": {"nbgrader": {"grade_id": 5}}}]},
    ],
)  # fmt: skip
def test_whatever_comes_the_marked_cells_are_there_once(student, template):
    import nbformat

    result = mend(student, template)
    assert marked(result) == marked(template)
    nbformat.validate(nbformat.from_dict(result))


def test_an_answer_in_a_fresh_cell_gets_its_mark_back(template):
    source = "def as_batch(x, sample_ndim):\n    return x"
    student = {"cells": [{"cell_type": "code", "source": source, "metadata": {}}]}
    cells = {small_course.grade_id(c): c for c in mend(student, template)["cells"]}
    assert cells[f"{ASSIGNMENT}__02_as_batch__solution"]["source"] == source


def test_a_locked_cell_gets_its_text_and_points_back(template):
    broken = json.loads(json.dumps(template))
    for cell in broken["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["source"] = "100.0"
            cell["metadata"]["nbgrader"]["points"] = 100
    assert mend(broken, template)["cells"] == template["cells"]


@pytest.mark.parametrize("score", [-1.0, 3.0, 1e9])
def test_a_score_is_clamped_to_the_cell(course, template, score):
    report = Report(course.exercises[0].slug, "", "", "", 0, "S3", (), score, 5.0)
    grade = Grade("a", ASSIGNMENT, score, 11.0, 0.0, (report,))
    first = next(
        c for c in graded(template, redact_grade(grade), course)["cells"] if c.get("outputs")
    )
    shown = float(first["outputs"][-1]["data"]["text/plain"])
    assert shown == min(max(0.0, score), course.exercises[0].points)


def test_a_problem_is_shown_once_and_scores_zero(course, template):
    problem = Text("<b>unreadable</b>", "无法读取")
    grade = Grade("a", ASSIGNMENT, 0.0, 11.0, 0.0, (), problem=problem)
    cells = [c for c in graded(template, redact_grade(grade), course)["cells"] if c.get("outputs")]
    assert [c["outputs"][-1]["data"]["text/plain"] for c in cells] == ["0.0"] * len(EXERCISES)
    text = json.dumps(cells)
    assert text.count("&lt;b&gt;unreadable") == 1
