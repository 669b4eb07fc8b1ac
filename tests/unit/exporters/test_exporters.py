"""Exported grades: complete, readable everywhere, harmless in a spreadsheet."""

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.exporters import records_json, table_csv
from autograder.feedback.redaction import redact_grade
from autograder.model import Grade, Text, Verdict
from tests.unit.sample_class import course, grades, outcome, report

COURSE = course()
CLASS = grades(12)


def read(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_has_one_row_for_each_student_and_assignment():
    rows = read(table_csv.render(COURSE, CLASS))
    assert len(rows) == len(CLASS)
    by_key = {(row["student"], row["assignment"]): row for row in rows}
    for grade in CLASS:
        row = by_key[grade.student, grade.assignment]
        assert float(row["final"]) == pytest.approx(grade.final, abs=0.005)
        assert float(row["score"]) - float(row["penalty"]) == pytest.approx(float(row["final"]))
        for made in grade.reports:
            assert float(row[made.exercise]) == pytest.approx(made.score, abs=0.005)


def test_csv_leaves_what_was_not_graded_empty():
    first = COURSE.exercises[0]
    pending = report(first, (outcome("check_values", Verdict.NOT_RUN),))
    grade = Grade("s", first.assignment, 0.0, 35.0, 0.0, (pending,))
    (row,) = read(table_csv.render(COURSE, [grade]))
    assert row[first.slug] == "" and row["02_training_loop/05_train"] == ""


def test_csv_begins_with_a_mark_only_on_request():
    assert table_csv.render(COURSE, CLASS, bom=True).startswith(b"\xef\xbb\xbfstudent,")
    assert table_csv.render(COURSE, CLASS).startswith(b"student,")


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x")', "+1", "-1+1", "@SUM(A1)", "\t=1", " =1",
                                  "\u202e=1", "=1"])  # fmt: skip
def test_csv_defuses_formulas(name):
    grade = replace(CLASS[0], student=name, problem=Text(name), warnings=(Text(name),))
    (row,) = read(table_csv.render(COURSE, [grade]))
    for column in ("student", "problem", "warnings"):
        assert row[column].startswith("'")


@given(st.text())
def test_csv_keeps_one_row_a_student_whatever_the_name(name):
    (row,) = read(table_csv.render(COURSE, [replace(CLASS[0], student=name)]))
    assert row["assignment"] == CLASS[0].assignment and None not in row


def test_json_holds_everything_staff_may_see():
    noted = outcome("check_values", Verdict.INTERNAL_ERROR, note="Traceback")
    made = report(COURSE.exercises[0], (noted,), phases={"drawing": 0.5})
    data = json.loads(records_json.render([replace(CLASS[0], reports=(made,))]))
    assert data["format"] == records_json.FORMAT
    (grade,) = data["grades"]
    assert grade["final"] == CLASS[0].final and grade["reports"][0]["seed"] == 2026
    assert grade["reports"][0]["outcomes"][0]["note"] == "Traceback"
    assert grade["reports"][0]["outcomes"][0]["verdict"] == "INTERNAL_ERROR"
    assert grade["reports"][0]["outcomes"][0]["sentence"]["zh"] == "每个值都符合定义。"


def test_json_for_students_holds_neither_notes_nor_the_seed():
    hidden = outcome("check_values", Verdict.WRONG, note="SECRET", message=Text("SECRET"),
                     counterexample=Text("SECRET"), disclosed=False)  # fmt: skip
    made = report(COURSE.exercises[0], (hidden, outcome("check_empty_batch")), seed=987654321)
    grade = redact_grade(replace(CLASS[0], reports=(made,)))
    text = records_json.render_for_students([grade]).decode()
    assert "SECRET" not in text and "987654321" not in text and "submitted/" not in text
    assert json.loads(text)["grades"][0]["final"] == CLASS[0].final


def test_json_survives_hostile_texts_and_numbers():
    made = report(COURSE.exercises[0], (outcome("c", message=Text("\ud800\x1b[31m")),),
                  phases={"x": float("nan")})  # fmt: skip
    data = json.loads(
        records_json.render([replace(CLASS[0], student="\udcff\x00", reports=(made,))])
    )
    assert data["grades"][0]["student"] == "\ufffd"
    assert data["grades"][0]["reports"][0]["phases"]["x"] is None
    assert data["grades"][0]["reports"][0]["outcomes"][0]["message"]["en"] == "\ufffd"
