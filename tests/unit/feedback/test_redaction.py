"""Nothing of what staff alone may see reaches a student, and nothing unredacted is shown."""

import io
import json
import subprocess
import sys
from dataclasses import fields, replace

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from autograder.exporters import records_json
from autograder.feedback import entries, html, plain
from autograder.feedback.redaction import (
    OURS,
    StudentGrade,
    StudentReport,
    redact,
    redact_grade,
)
from autograder.model import Grade, Outcome, Report, Text, Verdict
from autograder.nbgrader.outputs import comment_of, graded
from autograder.reports import terminal
from tests.unit.sample_class import course, outcome, report

COURSE = course()
ASSIGNMENT = COURSE.assignments[0]
EXERCISE = ASSIGNMENT.exercises[3]
PLANTED, TOLD = "planted", "told"
SEED = 918273645
SECRET, OPEN = Text(PLANTED, PLANTED), Text(TOLD, TOLD)


def grade_of(*outcomes: Outcome) -> Grade:
    """Return a grade with a mark in each field of report and grade that is for staff alone."""
    made = report(EXERCISE, outcomes, seed=SEED, level=PLANTED, exercise_digest=PLANTED,
                  phases={PLANTED: float(SEED)}, warnings=(OPEN,))  # fmt: skip
    return Grade("Ana", ASSIGNMENT.slug, made.score, 35.0, 0.0, (made,), origin=PLANTED)


def printed(renderable) -> str:
    console = Console(width=300, file=io.StringIO(), color_system=None)
    console.print(renderable)
    return console.file.getvalue()


def notebook_with_the_grade(grade: StudentGrade) -> str:
    marks = {"grade": True, "grade_id": EXERCISE.grade_id, "points": EXERCISE.points}
    cell = {"cell_type": "code", "source": "", "metadata": {"nbgrader": marks}}
    return json.dumps(graded({"cells": [cell]}, grade, COURSE), ensure_ascii=False)


# Every way to show a report, and every way to show a grade.
OF_REPORT = {
    "entries": lambda report: repr(entries.entries(report, "en")),
    "hints": lambda report: repr(entries.hints(report, "zh")),
    "headline": lambda report: entries.headline(report, "en"),
    "score": entries.score_in_words,
    "warnings": lambda report: repr(entries.warning_lines(report, "zh")),
    "plain": lambda report: plain.render(report, EXERCISE, "en"),
    "plain in Chinese": lambda report: plain.render(report, EXERCISE, "zh"),
    "fragment": lambda report: html.fragment(report, EXERCISE, "en"),
    "fragment in Chinese": lambda report: html.fragment(report, EXERCISE, "zh"),
    "terminal": lambda report: printed(terminal.exercise_report(report, EXERCISE)),
    "comment": lambda report: str(comment_of(report, COURSE)),
    "value": repr,
}
OF_GRADE = {
    "page": lambda grade: html.page(grade, ASSIGNMENT, ("en", "zh")),
    "terminal": lambda grade: printed(terminal.student_report(grade, ASSIGNMENT)),
    "JSON": lambda grade: records_json.render_for_students([grade]).decode(),
    "notebook": notebook_with_the_grade,
    "value": repr,
}
SHOWS_A_REPORT = sorted(OF_REPORT.keys() - {"value"})
SHOWS_A_GRADE = sorted(OF_GRADE.keys() - {"value"})


@pytest.mark.parametrize("name", SHOWS_A_REPORT)
@pytest.mark.parametrize("verdict", [Verdict.PASSED, Verdict.NOT_RUN])
def test_no_report_is_shown_that_was_not_redacted(name, verdict):
    made = grade_of(outcome(verdict=verdict)).reports[0]
    assert OF_REPORT[name](redact(made)) is not None  # the control
    with pytest.raises(TypeError, match="a StudentReport, not a Report"):
        OF_REPORT[name](made)


@pytest.mark.parametrize("name", SHOWS_A_GRADE)
@pytest.mark.parametrize("outcomes", [(), (outcome(),)])
def test_no_grade_is_shown_that_was_not_redacted(name, outcomes):
    whole = grade_of(*outcomes)
    for made in (whole, replace(whole, reports=())):
        assert OF_GRADE[name](redact_grade(made))  # the control
        with pytest.raises(TypeError, match="a StudentGrade, not a Grade"):
            OF_GRADE[name](made)


def test_only_redaction_makes_what_is_shown():
    seen = redact_grade(grade_of(outcome()))
    for value in (seen, seen.reports[0]):
        kind = type(value)
        values = {field.name: getattr(value, field.name) for field in fields(value)}
        for by in (None, object(), True):
            with pytest.raises(TypeError, match="only redact"):
                kind(**values, by=by)
        with pytest.raises(TypeError):
            kind(**values)
        with pytest.raises((TypeError, ValueError)):
            replace(value, score=0.0)
        with pytest.raises((TypeError, msgspec.ValidationError)):
            msgspec.convert(msgspec.to_builtins(value), kind)


def test_there_is_no_field_for_what_staff_alone_may_see():
    hidden = {"seed", "phases", "level", "exercise_digest", "origin", "note", "cost", "check"}
    for kind in (StudentReport, StudentGrade):
        assert not hidden & {field.name for field in fields(kind)}
    assert hidden <= {f.name for kind in (Report, Grade, Outcome) for f in fields(kind)}


@st.composite
def outcomes_with_marks(draw) -> Outcome:
    """Return an outcome that is disclosed, or holds a mark in all that its check saw."""
    verdict, disclosed = draw(st.sampled_from(Verdict)), draw(st.booleans())
    words = OPEN if disclosed or verdict in OURS else SECRET
    seen = OPEN if disclosed else SECRET
    return outcome(
        draw(st.sampled_from([check.name for check in EXERCISE.checks])), verdict, message=words,
        disclosed=disclosed, counterexample=seen, note=PLANTED,
        trace=(seen.en,) * draw(st.integers(0, 2)),
    )  # fmt: skip


@given(st.lists(outcomes_with_marks(), max_size=4))
@settings(max_examples=40, deadline=None)
def test_what_staff_alone_may_see_is_in_nothing_that_is_shown(outcomes):
    grade = redact_grade(grade_of(*outcomes))
    for name, show in OF_GRADE.items():
        said = show(grade)
        assert PLANTED not in said and str(SEED) not in said, name
    for name, show in OF_REPORT.items():
        said = show(grade.reports[0])
        assert PLANTED not in said and str(SEED) not in said, name


def test_what_is_disclosed_is_in_all_that_shows_outcomes():
    """The control of the test above: it would see a mark that gets through."""
    wrong = outcome("check_values", Verdict.WRONG, message=OPEN, hint=OPEN, note=PLANTED)
    grade = redact_grade(grade_of(wrong, outcome("check_empty_batch")))
    for name in OF_GRADE:
        assert TOLD in OF_GRADE[name](grade), name
    for name in OF_REPORT.keys() - {"score", "headline"}:
        assert TOLD in OF_REPORT[name](grade.reports[0]), name


def test_the_terminal_needs_no_jinja():
    """It comes with the instructor's extra."""
    code = (
        "import sys; sys.modules['jinja2'] = sys.modules['markupsafe'] = None\n"
        "import autograder.feedback.plain, autograder.reports.terminal\n"
        "import autograder.exporters.records_json"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
