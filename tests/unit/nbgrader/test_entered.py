"""What staff entered in the gradebook, put into grades; without any gradebook."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from autograder.model import Grade, Text, Verdict
from autograder.nbgrader.entered import Book, Entered, as_judged, differences, honoured, later_due
from tests.unit.sample_class import course, outcome, report

COURSE = course()
ASSIGNMENT = COURSE.assignments[0]
FIRST, SECOND = ASSIGNMENT.exercises[:2]
LATE = "2026-12-09T21:00:00+00:00"


def grade(*verdicts: Verdict, **changes) -> Grade:
    """Return a grade of one check an exercise, that passed unless something else is said."""
    verdicts = verdicts or (Verdict.PASSED,) * len(ASSIGNMENT.exercises)
    reports = tuple(
        report(e, (outcome(verdict=v),))
        for e, v in zip(ASSIGNMENT.exercises, verdicts, strict=False)
    )
    score = sum(r.score for r in reports)
    points = sum(r.points for r, v in zip(reports, verdicts, strict=True) if v != Verdict.NOT_RUN)
    return Grade("mei", ASSIGNMENT.slug, score, points, 0.0, reports, **changes)


def book(due: datetime | None = None, **entered) -> Book:
    return Book(
        {ASSIGNMENT.slug: due} if due else {}, {("mei", ASSIGNMENT.slug): Entered(**entered)}
    )


def test_nothing_entered_changes_nothing():
    whole = grade()
    assert honoured(COURSE, whole, Book()) == whole
    assert differences(COURSE, [whole], Book()) == []


def test_a_score_by_hand_and_extra_credit_are_in_every_number():
    judged = grade(Verdict.WRONG, Verdict.PASSED)
    entered = book(scores={FIRST.grade_id: 1.25}, extra={SECOND.grade_id: 2.0})
    got = honoured(COURSE, judged, entered)
    assert [r.score for r in got.reports] == [1.25, SECOND.points + 2]
    assert got.score == pytest.approx(SECOND.points + 3.25)
    assert [n.en for n in got.staff] == [
        f"{FIRST.name}: 1.25 of {FIRST.points:g} points by hand; the checks gave 0",
        f"{SECOND.name}: extra credit of 2",
    ]
    assert all(n.zh for n in got.staff)
    assert "1 score by hand, 1 extra credit kept" in " ".join(differences(COURSE, [got], entered))


def test_it_can_be_put_in_again_and_taken_out_again():
    judged = grade(Verdict.WRONG, Verdict.PASSED)
    entered = book(scores={FIRST.grade_id: 1.0}, extra={FIRST.grade_id: 0.5})
    once = honoured(COURSE, judged, entered)
    assert honoured(COURSE, once, entered) == once
    assert honoured(COURSE, once, Book()) == as_judged(once) == judged


def test_a_score_by_hand_below_what_the_checks_gave_counts_too():
    got = honoured(COURSE, grade(), book(scores={FIRST.grade_id: 0.0}))
    assert got.score == grade().score - FIRST.points and got.staff


def test_an_exercise_that_could_not_run_here_counts_once_staff_scored_it():
    judged = grade(Verdict.NOT_RUN, Verdict.PASSED)
    got = honoured(COURSE, judged, book(scores={FIRST.grade_id: 1.0}))
    assert (got.score, got.points) == (judged.score + 1, judged.points + FIRST.points)


def test_what_could_not_be_read_is_scored_by_hand():
    unread = Grade("mei", ASSIGNMENT.slug, 0.0, ASSIGNMENT.points, 0.0, (), problem=Text("x", "x"))
    got = honoured(COURSE, unread, book(scores={FIRST.grade_id: 1.0}))
    assert got.score == 1.0 and got.points == ASSIGNMENT.points
    assert honoured(COURSE, got, Book()) == unread


def test_a_late_penalty_is_of_what_staff_scored():
    got = honoured(COURSE, grade(timestamp=LATE), book(extra={FIRST.grade_id: 3.0}))
    assert got.penalty == pytest.approx(round(0.2 * got.score, 2)) and got.final < got.score


@pytest.mark.parametrize("days, percent", [(0, 20), (1, 10), (2, 0)])
def test_an_extension_counts_and_is_said(days, percent):
    got = honoured(COURSE, grade(timestamp=LATE), book(extension=timedelta(days=days)))
    assert got.penalty == pytest.approx(round(percent / 100 * got.score, 2))
    assert [n.en for n in got.staff] == (
        [f"extension: due 2026-12-{7 + days:02d} 23:59 UTC"] if days else []
    )


@pytest.mark.parametrize("day, percent", [(5, 20), (7, 20), (8, 10), (20, 0)])
def test_the_later_due_date_counts_and_the_difference_is_said(day, percent):
    entered = book(datetime(2026, 12, day, 23, 59, tzinfo=UTC))
    got = honoured(COURSE, grade(timestamp=LATE), entered)
    assert got.penalty == pytest.approx(round(percent / 100 * got.score, 2))
    said = differences(COURSE, [got], entered)
    assert len(said) == (day != 7) and all("the later one counts" in line for line in said)


def test_a_due_date_that_only_the_gradebook_knows_counts():
    moment = datetime(2026, 12, 7, tzinfo=UTC)
    assert later_due(dataclasses.replace(ASSIGNMENT, due=""), moment) == moment
    assert later_due(ASSIGNMENT, None) == datetime(2026, 12, 7, 23, 59, tzinfo=UTC)
    assert later_due(dataclasses.replace(ASSIGNMENT, due=""), None) is None


def test_a_comment_is_kept_and_shown():
    got = honoured(COURSE, grade(), book(comments={FIRST.grade_id: "Come and see me"}))
    assert [n.en for n in got.staff] == [f"{FIRST.name}: comment: Come and see me"]
    assert got.score == grade().score
