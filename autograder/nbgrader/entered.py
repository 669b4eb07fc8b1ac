"""What staff entered in the gradebook, and what it makes of the grades. Nothing is written here."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from autograder.course.times import parse_time
from autograder.grading.score import is_pending, number, penalty_of, score_of, total_of
from autograder.model import Assignment, Course, Exercise, Grade, LatePolicy, Text
from autograder.storage.files import explained
from autograder.views.notebook import SOLUTION

UNREAD = "then grade again, the grades are kept in the results"


@dataclass(frozen=True)
class Entered:
    """What staff entered for one submission; every key is the ``grade_id`` of an exercise.

    Attributes:
        scores: Scores by hand, in the place of the checks'.
        extra: Extra credit, on top of either.
        extension: Time after the due date that does not count as late.
    """

    scores: Mapping[str, float] = field(default_factory=dict)
    extra: Mapping[str, float] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    extension: timedelta = timedelta()


@dataclass(frozen=True)
class Book:
    """What a gradebook says: due dates by assignment, the rest by student and assignment."""

    due: Mapping[str, datetime] = field(default_factory=dict)
    submissions: Mapping[tuple[str, str], Entered] = field(default_factory=dict)


def read(coursedir: Any) -> Book:
    """Return what staff entered; nothing where there is no gradebook yet.

    Args:
        coursedir: nbgrader's `CourseDirectory`, see `gradebook.open_course`.

    Raises:
        MachineError: The gradebook is locked or damaged.
    """
    url = coursedir.db_url
    if url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).is_file():
        return Book()
    from nbgrader.api import Gradebook

    with explained(UNREAD, "the gradebook", url), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbgrader's own, about its use of SQLAlchemy
        with Gradebook(url, coursedir.course_id) as gradebook:
            due = {a.name: _aware(a.duedate) for a in gradebook.assignments if a.duedate}
            return Book(due, _submissions(gradebook.db))


def later_due(assignment: Assignment, book_due: datetime | None) -> datetime | None:
    """Return the due date that counts, of that of assignment.toml and that of the gradebook."""
    dates = [date for date in (parse_time(assignment.due), book_due) if date]
    return max(dates, default=None)


def as_judged(grade: Grade) -> Grade:
    """Return the grade with the scores that the checks gave, whatever staff entered."""
    if not grade.staff:
        return grade
    reports = tuple(replace(r, score=score_of(r.outcomes, r.points)) for r in grade.reports)
    score, points = total_of(reports) if reports else (0.0, grade.points)
    return replace(grade, reports=reports, score=score, points=points, staff=())


def differences(course: Course, grades: Sequence[Grade], book: Book) -> list[str]:
    """Return what staff should know: due dates that differ, and how much of theirs was kept."""
    lines = []
    for slug in dict.fromkeys(grade.assignment for grade in grades):
        ours, theirs = parse_time(course.assignment(slug).due), book.due.get(slug)
        if theirs and theirs != ours:
            said = f"{ours:%Y-%m-%d %H:%M} UTC" if ours else "none"
            lines.append(f"{slug}: due {theirs:%Y-%m-%d %H:%M} UTC in the gradebook, {said} in "
                         "assignment.toml; the later one counts (see formgrader)")  # fmt: skip
    found: Counter[str] = Counter()
    for grade in grades:
        entered = book.submissions.get((grade.student, grade.assignment), Entered())
        found["score by hand"] += len(entered.scores)
        found["extra credit"] += len(entered.extra)
        found["comment"] += len(entered.comments)
        found["extension"] += bool(entered.extension)
    if found.total():
        kept = ", ".join(f"{n} {_plural(what, n)}" for what, n in found.items() if n)
        lines.append(f"gradebook: {kept} kept; the column `gradebook` of grades.csv says whose")
    return lines


def _plural(what: str, count: int) -> str:
    first, _, rest = what.partition(" ")
    return what if count == 1 or what == "extra credit" else f"{first}s {rest}".strip()


def honoured(course: Course, grade: Grade, book: Book) -> Grade:
    """Return the grade with what staff entered: each change is said in `Grade.staff`."""
    assignment, late, grade = course.assignment(grade.assignment), course.late, as_judged(grade)
    entered = book.submissions.get((grade.student, grade.assignment), Entered())
    reports = {report.exercise: report for report in grade.reports}
    notes: list[Text] = []
    added, points = 0.0, grade.points
    for exercise in assignment.exercises:
        key, report = exercise.grade_id, reports.get(exercise.slug)
        pending = report is not None and is_pending(report.outcomes)
        judged = report.score if report and not pending else 0.0
        score = entered.scores.get(key, judged) + entered.extra.get(key, 0.0)
        notes += _notes(exercise, entered, judged)
        if key not in entered.scores and key not in entered.extra:
            continue
        added += score - judged
        points += exercise.points if pending and key in entered.scores else 0.0
        if report is not None:
            reports[exercise.slug] = replace(report, score=score)
    total = max(0.0, round(grade.score + added, 2)) if added else grade.score
    penalty, extended = _lateness(total, grade, assignment, (book, entered, late))
    return replace(grade, score=total, points=points, penalty=penalty,
                   reports=tuple(reports[report.exercise] for report in grade.reports),
                   staff=(*notes, *extended))  # fmt: skip


def _notes(exercise: Exercise, entered: Entered, judged: float) -> Iterable[Text]:
    key, name, most = exercise.grade_id, exercise.name, number(exercise.points)
    if key in entered.scores:
        mine, theirs = number(entered.scores[key]), number(judged)
        yield Text(f"{name}: {mine} of {most} points by hand; the checks gave {theirs}",
                   f"{name}:人工评分 {mine} / {most};检查给出 {theirs}")  # fmt: skip
    if key in entered.extra:
        extra = number(entered.extra[key])
        yield Text(f"{name}: extra credit of {extra}", f"{name}:附加分 {extra}")
    if key in entered.comments:
        comment = entered.comments[key]
        yield Text(f"{name}: comment: {comment}", f"{name}:评语:{comment}")


def _lateness(
    score: float, grade: Grade, assignment: Assignment, how: tuple[Book, Entered, LatePolicy]
) -> tuple[float, list[Text]]:
    book, entered, late = how
    due = later_due(assignment, book.due.get(assignment.slug))
    if due is None:
        return 0.0, []
    due += entered.extension
    penalty = penalty_of(score, grade.timestamp, due.isoformat(), late)
    said = f"{due:%Y-%m-%d %H:%M} UTC"
    if entered.extension:
        return penalty, [Text(f"extension: due {said}", f"延期:截止时间 {said}")]
    if penalty != penalty_of(score, grade.timestamp, assignment.due, late):
        return penalty, [Text(f"due {said}", f"截止时间 {said}")]
    return penalty, []


def _submissions(database: Any) -> dict[tuple[str, str], Entered]:
    from nbgrader import api

    found: dict[tuple[str, str], dict[str, Any]] = {}

    def place(row: Any) -> dict[str, Any]:
        key = (row.student.id, row.assignment.name)
        return found.setdefault(key, {"scores": {}, "extra": {}, "comments": {}})

    by_hand = (api.Grade.manual_score.is_not(None)) | (api.Grade.extra_credit.is_not(None))
    for grade in database.query(api.Grade).filter(by_hand):
        if grade.manual_score is not None:
            place(grade)["scores"][grade.name] = float(grade.manual_score)
        if grade.extra_credit:
            place(grade)["extra"][grade.name] = float(grade.extra_credit)
    for comment in database.query(api.Comment).filter(api.Comment.manual_comment.is_not(None)):
        if comment.manual_comment.strip():
            name = comment.name.removesuffix(SOLUTION)
            place(comment)["comments"][name] = comment.manual_comment.strip()
    extended = api.SubmittedAssignment.extension.is_not(None)
    for submission in database.query(api.SubmittedAssignment).filter(extended):
        place(submission)["extension"] = submission.extension
    return {key: Entered(**values) for key, values in found.items()}


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC)
