"""Who gains and who loses by a run, against the results before it. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text as Line

from autograder.feedback.sanitise import one_line, safe_cell
from autograder.model import Grade, Report
from autograder.reports.terminal import STYLES

COLUMNS = ("student", "assignment", "exercise", "before", "after", "gain", "why")


@dataclass(frozen=True)
class Change:
    """A grade, or an exercise's score in it, that is not what it was.

    Attributes:
        exercise: Slug; empty where the final grade itself is meant.
        before, after: Points; None where there were or are none.
        why: What differs between the two.
    """

    student: str
    assignment: str
    exercise: str
    before: float | None
    after: float | None
    why: str

    @property
    def gain(self) -> float:
        return (self.after or 0.0) - (self.before or 0.0)


def changes(before: Iterable[Grade], after: Iterable[Grade]) -> tuple[Change, ...]:
    """Return every grade that differs, each followed by the exercises that made it differ."""
    old = {_place(grade): grade for grade in before}
    found: list[Change] = []
    for grade in after:
        was = old.get(_place(grade))
        if was is None:
            continue
        parts = [*_exercises(was, grade)]
        if was.final != grade.final or parts:
            why = parts[0].why if parts else _why_of_grade(was, grade)
            found += [Change(*_place(grade), "", was.final, grade.final, why), *parts]
    return tuple(found)


def table(changes: Sequence[Change], most: int = 40) -> RenderableType:
    """Return who gains and who loses by a run, those who lose first."""
    grades = sorted((c for c in changes if not c.exercise), key=lambda c: (c.gain, c.student))
    parts: dict[tuple[str, str], list[str]] = {}
    for change in changes:
        if change.exercise:
            name = change.exercise.split("/")[1]
            parts.setdefault((change.student, change.assignment), []).append(
                f"{name} {change.gain:+.2f} ({change.why})"
            )
    losers, gainers = (sum(sign * c.gain > 0 for c in grades) for sign in (-1, 1))
    shown = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim",
                  title=f"Against the results so far {gainers} gain and {losers} lose",
                  title_justify="left", title_style="bold")  # fmt: skip
    for head in ("student", "assignment", "was", "is", "gain", "why"):
        shown.add_column(head, justify="right" if head in ("was", "is", "gain") else "left")
    for change in grades[:most]:
        why = "; ".join(parts.get((change.student, change.assignment), [change.why]))
        style = STYLES["good" if change.gain > 0 else "bad"] if change.gain else ""
        shown.add_row(
            Line(one_line(change.student, 80)), change.assignment, _points(change.before, "–"),
            _points(change.after, "–"), Line(f"{change.gain:+.2f}", style=style), Line(why),
        )  # fmt: skip
    if len(grades) > most:
        shown.add_row(Line(f"... and {len(grades) - most} more", style="dim"))
    return shown


def as_csv(changes: Iterable[Change]) -> bytes:
    """Return the table as UTF-8 with a byte-order mark; an empty exercise is the whole grade."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for change in changes:
        writer.writerow([
            safe_cell(change.student), safe_cell(change.assignment), safe_cell(change.exercise),
            _points(change.before), _points(change.after), f"{change.gain:+.2f}", change.why,
        ])  # fmt: skip
    return text.getvalue().encode("utf-8-sig")


def _exercises(was: Grade, now: Grade) -> Iterable[Change]:
    old = {report.exercise: report for report in was.reports}
    for report in now.reports:
        earlier = old.pop(report.exercise, None)
        if earlier is None or earlier.score != report.score:
            score = None if earlier is None else earlier.score
            why = "new exercise" if earlier is None else _why(earlier, report)
            yield Change(*_place(now), report.exercise, score, report.score, why)
    for slug, report in old.items():
        yield Change(*_place(now), slug, report.score, None, "no longer graded")


def _why(was: Report, now: Report) -> str:
    if was.submission_digest != now.submission_digest:
        return "other code handed in"
    if was.exercise_digest != now.exercise_digest or was.points != now.points:
        return "exercise changed"
    if was.engine != now.engine:
        return "grader changed"
    return "new round" if was.seed != now.seed else "judged again"


def _why_of_grade(was: Grade, now: Grade) -> str:
    if was.problem != now.problem:
        return "other file handed in"
    return "other time or late policy" if was.penalty != now.penalty else "judged again"


def _place(grade: Grade) -> tuple[str, str]:
    return grade.student, grade.assignment


def _points(points: float | None, none: str = "") -> str:
    return none if points is None else f"{points:.2f}"
