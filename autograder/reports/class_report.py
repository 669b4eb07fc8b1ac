"""The class report: one self-contained HTML page for teaching staff. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from urllib.parse import quote

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from autograder.feedback.places import folder_of
from autograder.feedback.sanitise import clean, one_line
from autograder.grading.score import is_pending, number
from autograder.model import Assignment, Course, Exercise, Grade, Report, Verdict
from autograder.reports import plots
from autograder.reports.statistics import (
    check_rows,
    concerns,
    misconceptions,
    seconds_of,
)

FACTS = ("date", "level", "seed", "engine")
OPTIONS = ("language", "feedback")
# The two means of a class; both are of final grades, after penalties.
HANDED_IN, MISSING_IS_ZERO = "mean of what was handed in", "mean, missing work counts 0"
MAX_HINTS = 12
FIGURE_SPACE, POINT_SPACE = "\u2007", "\u2008"


@dataclass(frozen=True)
class Score:
    """One cell: a number that lines up, sorts by `order` and is coloured by `share` (0 to 1)."""

    text: str
    share: float | None = None
    title: str = ""
    order: float = -1.0
    link: str = ""


@dataclass(frozen=True)
class Row:
    """One student in one table."""

    student: str
    link: str
    cells: tuple[Score, ...]
    totals: tuple[Score, ...]
    flags: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Table:
    """Students by exercises, or by assignments; a head is (short name, long name, points).

    Attributes:
        means: The rows below: what is averaged, and the cells.
    """

    slug: str
    title: str
    heads: tuple[tuple[str, str, float], ...]
    total_heads: tuple[str, ...]
    rows: tuple[Row, ...]
    means: tuple[tuple[str, tuple[Score, ...]], ...]


def render(
    course: Course, grades: Sequence[Grade], refused: Iterable[object],
    figures: Mapping[str, str], *, missing: Sequence[str] = (),
) -> str:  # fmt: skip
    """Return the report as one page without any outside reference.

    Args:
        refused: Files nobody has a grade for: `AutograderError`s or pairs (where, why).
        figures: Facts for the header, shown in this order: ``date``, ``level``, ``seed``,
            ``engine``, then any others. Two options are not shown: ``language`` of titles and
            hints, and ``feedback``, where a student's page lies relative to the report, as
            ``"feedback/{student}/{assignment}.html"``.
        missing: Students of the roster of whom nothing came in.
    """
    language = figures.get("language") or course.languages[0]
    pattern = figures.get("feedback", "")
    graded = [a for a in course.assignments if any(g.assignment == a.slug for g in grades)]
    tables = [_table(a, grades, language, pattern) for a in graded]
    if len(tables) > 1:
        tables.insert(0, _overview(graded, grades, language, pattern))
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True,
                              lstrip_blocks=True)  # fmt: skip
    environment.filters.update(one_line=one_line, clean=clean, number=number)
    return environment.from_string(_read("class_report.html.j2")).render(
        course=course, language=language, facts=_facts(figures), tables=tables,
        tiles=_tiles(graded, grades), concerns=
        concerns(course, grades, refused, language, missing=missing),
        checks=check_rows(course, grades), verdict=Verdict, plots=_plots(course, graded, grades),
        hints=misconceptions(grades)[:MAX_HINTS],
        css=Markup(_read("class_report.css")), js=Markup(_read("class_report.js")),
    )  # fmt: skip


def _read(name: str) -> str:
    return files("autograder.reports").joinpath(name).read_text("utf-8")


def _facts(figures: Mapping[str, str]) -> list[tuple[str, str]]:
    keys = [*FACTS, *(key for key in figures if key not in (*FACTS, *OPTIONS))]
    return [(key.replace("_", " "), str(figures[key])) for key in keys if key in figures]


def _tiles(assignments: Sequence[Assignment], grades: Sequence[Grade]) -> list[tuple[str, str]]:
    shares = [grade.final / grade.points for grade in grades if grade.points > 0]
    students = {grade.student for grade in grades}
    wanted = len(students) * sum(a.points for a in assignments)
    whole = [math.fsum(grade.final for grade in grades) / wanted] if wanted else []
    return [
        (str(len(students)), "students"),
        (str(len(grades)), "submissions"),
        (_percent(shares).text, HANDED_IN),
        *([(_percent(whole).text, MISSING_IS_ZERO)] if len(assignments) > 1 else []),
        (f"{sum(share >= 0.9995 for share in shares)}", "full marks"),
        (f"{sum(bool(grade.penalty) for grade in grades)}", "late"),
    ]


def _plots(
    course: Course, graded: Sequence[Assignment], grades: Sequence[Grade]
) -> dict[str, object]:
    percents = []
    for assignment in graded:
        own = [g for g in grades if g.assignment == assignment.slug and g.points > 0]
        percents.append((assignment.slug, [100 * g.final / g.points for g in own]))
    if not percents:
        return {"scores": "", "checks": "", "seconds": ""}
    return {
        "panels": min(plots.PANELS_PER_ROW, len(percents)),
        "scores": Markup(plots.score_distributions(percents)),
        "checks": Markup(plots.failing_checks(check_rows(course, grades))),
        "seconds": Markup(plots.seconds_per_submission([seconds_of(g) for g in grades])),
    }


def _table(assignment: Assignment, grades: Sequence[Grade], language: str, pattern: str) -> Table:
    own = sorted((g for g in grades if g.assignment == assignment.slug), key=lambda g: g.student)
    exercises = assignment.exercises
    rows = tuple(_row(grade, exercises, pattern) for grade in own)
    heads = tuple(
        (e.slug.split("/")[1].split("_")[0], e.title.in_(language), e.points) for e in exercises
    )
    return Table(assignment.slug, assignment.title.in_(language), heads,
                 ("score", "late", "final"), rows,
                 ((HANDED_IN, _means(rows, exercises, own)),))  # fmt: skip


def _row(grade: Grade, exercises: Sequence[Exercise], pattern: str) -> Row:
    reports = {report.exercise: report for report in grade.reports}
    cells = tuple(_cell(reports.get(exercise.slug), exercise) for exercise in exercises)
    late = Score(f"−{grade.penalty:.2f}" if grade.penalty else "", order=grade.penalty)
    totals = (_points(grade.score), late, _points(grade.final, grade.points))
    return Row(one_line(grade.student, 80), _link(grade, pattern), cells, totals, _flags(grade))


def _cell(report: Report | None, exercise: Exercise) -> Score:
    if report is None or is_pending(report.outcomes):
        return Score("–", title="not graded")
    passed = sum(outcome.verdict is Verdict.PASSED for outcome in report.outcomes)
    title = f"{passed} of {len(report.outcomes)} checks passed"
    return _points(report.score, report.points, title)


def _points(value: float, most: float = 0.0, title: str = "") -> Score:
    """Return a cell of points; spaces as wide as the digits left out keep the decimals aligned."""
    text = number(value)
    _, dot, decimals = text.partition(".")
    padding = FIGURE_SPACE * (2 - len(decimals)) + ("" if dot else POINT_SPACE)
    return Score(text + padding, value / most if most > 0 else None, title, value)


def _means(
    rows: Sequence[Row], exercises: Sequence[Exercise], own: Sequence[Grade]
) -> tuple[Score, ...]:
    cells = []
    for position, _ in enumerate(exercises):
        cells.append(_percent(row.cells[position].share for row in rows))
    return (
        *cells,
        Score(""),
        Score(""),
        _percent(g.final / g.points for g in own if g.points > 0),
    )


def _percent(shares: Iterable[float | None]) -> Score:
    known = [share for share in shares if share is not None]
    if not known:
        return Score("–")
    mean = sum(known) / len(known)
    return Score(f"{100 * mean:.0f} %", mean, order=mean)


def _overview(
    assignments: Sequence[Assignment], grades: Sequence[Grade], language: str, pattern: str
) -> Table:
    by_key = {(grade.student, grade.assignment): grade for grade in grades}
    points = sum(a.points for a in assignments)
    rows = []
    for student in sorted({grade.student for grade in grades}):
        own = [by_key.get((student, a.slug)) for a in assignments]
        cells = tuple(
            Score("–", title="nothing handed in") if g is None
            else replace(_points(g.final, g.points), link=_link(g, pattern)) for g in own
        )  # fmt: skip
        final = sum(g.final for g in own if g is not None)
        link = next(cell.link for cell in cells if cell.share is not None or cell.link)
        rows.append(Row(one_line(student, 80), link, cells, (_points(final, points),)))
    columns = [[row.cells[n].share for row in rows] for n in range(len(assignments))]
    handed_in = [g.final / g.points for g in grades if g.points > 0]
    columns.append([row.totals[0].share for row in rows])
    zeros = [[share or 0.0 for share in column] for column in columns]
    means = (
        (HANDED_IN, (*map(_percent, columns[:-1]), _percent(handed_in))),
        (MISSING_IS_ZERO, tuple(map(_percent, zeros))),
    )
    heads = tuple((a.slug.split("_")[0], a.title.in_(language), a.points) for a in assignments)
    return Table("all", "All assignments", heads, ("final",), tuple(rows), means)


def _link(grade: Grade, pattern: str) -> str:
    if not pattern:
        return ""
    folder = folder_of(grade.student).encode("utf-8", "replace")
    return pattern.format(
        student=quote(folder, safe=""), assignment=quote(grade.assignment, safe="")
    )


def _flags(grade: Grade) -> tuple[tuple[str, str], ...]:
    verdicts = {outcome.verdict for r in grade.reports for outcome in r.outcomes}
    found = (
        (Verdict.INTERNAL_ERROR in verdicts, "check failed", "one of our checks failed"),
        (bool(grade.problem), "unreadable", "the submission could not be read"),
        (bool(grade.warnings), "mended", "something was mended or ignored on the way in"),
        (Verdict.NOT_RUN in verdicts, "not run", "a check could not run here"),
    )
    return tuple((name, title) for present, name, title in found if present)
