"""Tables for the terminal, as Rich renderables. Student-controlled text is never markup. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from autograder.feedback.entries import (
    check_lines,
    detail_lines,
    entries,
    headline,
    hints,
    score_in_words,
)
from autograder.feedback.redaction import StudentGrade, StudentReport, require
from autograder.feedback.sanitise import one_line
from autograder.grading.score import is_pending, number
from autograder.model import Assignment, Course, Exercise, Grade, Verdict
from autograder.reports.statistics import outcomes_of

WIDTH = 100
# The widest cell of an exercise, "12.75", and the space around it.
CELL, NAME_MOST, NAME_LEAST, TOTALS = 7, 28, 8, 24
OUR_FAULT = "Some of our own checks failed; no student lost a point, but look at them."
STYLES = {"good": "blue", "bad": "dark_orange", "idle": "dim"}


def class_table(course: Course, grades: Sequence[Grade], width: int = WIDTH) -> RenderableType:
    """Return students by exercises for each assignment, with totals.

    An assignment with more exercises than fit into `width` columns becomes several tables, so that
    no number is ever cut.
    """
    tables: list[RenderableType] = []
    for assignment in course.assignments:
        own = sorted(
            (g for g in grades if g.assignment == assignment.slug), key=lambda g: g.student
        )
        if own:
            tables += [_legend(assignment), *_blocks(assignment, own, width), Line()]
    return Group(*tables) if tables else Line("No submission was graded.", style="dim")


def student_report(
    grade: StudentGrade, assignment: Assignment, language: str = "en"
) -> RenderableType:
    """Return one student's feedback on a whole assignment."""
    require(grade, StudentGrade)
    title = assignment.title.in_(language)
    score = f"{number(grade.final)} / {number(grade.points)}"
    final = Line.assemble((one_line(grade.student, 80), "bold"), f"  {title}  ", (score, "bold"))
    if grade.penalty:
        final.append(f"  ({number(grade.score)} − {number(grade.penalty)})", style="dim")
    parts: list[RenderableType] = [final]
    for text in (*((grade.problem,) if grade.problem else ()), *grade.warnings):
        parts.append(Line(f"! {one_line(text.in_(language), 600)}", style=STYLES["bad"]))
    reports = {report.exercise: report for report in grade.reports}
    for exercise in assignment.exercises:
        if exercise.slug in reports:
            parts += [Line(), exercise_report(reports[exercise.slug], exercise, language)]
    return Group(*parts)


def exercise_report(
    report: StudentReport, exercise: Exercise, language: str = "en"
) -> RenderableType:
    """Return the feedback on one exercise; says what `plain.render` says, in colour."""
    head = Line.assemble((exercise.title.in_(language), "bold"), "  ",
                         (score_in_words(report), "bold"))  # fmt: skip
    parts: list[RenderableType] = [head, Line(headline(report, language), style="dim")]
    for entry in entries(report, language):
        style = STYLES[entry.tone]
        checks = [_hanging(entry.mark, sentence, style) for sentence in check_lines(entry)]
        details = [Padding(Line(line), (0, 0, 0, 4))
                   for line in detail_lines(entry, language)]  # fmt: skip
        details += [Padding(Line.assemble((word, "bold blue"), " ", text), (0, 0, 0, 4))
                    for word, text in entry.notes]  # fmt: skip
        parts += [*details, *checks] if entry.common else [*checks, *details]
    for hint in hints(report, language):
        parts.append(_hanging("→", hint, "bold blue"))
    return Group(*parts)


def summary(
    grades: Sequence[Grade], *, refused: Iterable[object] = (), came_in: str = "",
    files: Mapping[str, object] | None = None, seconds: float = 0.0,
) -> str:  # fmt: skip
    """Return the paragraph that ends a run: how much, with which verdicts, where the files are.

    Args:
        came_in: What became of everything that came in, in numbers.
        files: What was written -> where, as ``{"class report": "results/index.html"}``.
        seconds: Wall-clock time of the run; 0 to say nothing about it.
    """
    verdicts = Counter(outcome.verdict for _, _, outcome in outcomes_of(grades))
    read = [grade for grade in grades if not grade.problem]
    students = _count(len({grade.student for grade in read}), "student")
    took = f" in {_duration(seconds)}" if seconds else ""
    said = ", ".join(f"{verdicts[v]} {v.lower().replace('_', ' ')}" for v in Verdict if verdicts[v])
    unread = len(grades) - len(read)
    turned_away = len(tuple(refused))
    sentences = (
        f"{_count(len(read), 'submission')} of {students} graded{took}.",
        f"Checks: {said}." if said else "",
        f"{_count(unread, 'submission')} could not be read." if unread and not came_in else "",
        f"{_count(turned_away, 'file')} refused." if turned_away and not came_in else "",
        f"Came in: {came_in}." if came_in else "",
        OUR_FAULT if verdicts[Verdict.INTERNAL_ERROR] else "",
    )
    places = [f"{name[:1].upper()}{name[1:]}: {place}" for name, place in (files or {}).items()]
    return "\n".join([" ".join(filter(None, sentences)), *places])


def _blocks(assignment: Assignment, grades: Sequence[Grade], width: int) -> list[Table]:
    longest = max(len("student"), *(len(one_line(g.student, 80)) for g in grades)) + 2
    name = max(NAME_LEAST, min(longest, NAME_MOST, width - TOTALS))
    room, exercises = max(CELL, width - name), assignment.exercises
    if CELL * len(exercises) + TOTALS <= room:
        return [_block(exercises, grades, name, True)]
    fit = room // CELL
    chunks = [exercises[start : start + fit] for start in range(0, len(exercises), fit)]
    if CELL * len(chunks[-1]) + TOTALS > room:
        chunks.append(())
    return [_block(chunk, grades, name, chunk is chunks[-1]) for chunk in chunks]


def _block(exercises: Sequence[Exercise], grades: Sequence[Grade], name: int, last: bool) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_footer=len(grades) > 1,
                  header_style="dim", footer_style="bold")  # fmt: skip
    table.add_column("student", "mean", width=name - 2, overflow="fold")
    for exercise in exercises:
        scores = [_score(grade, exercise) for grade in grades]
        table.add_column(exercise.slug.split("/")[1].split("_")[0], _mean(scores), width=CELL - 2,
                         justify="right", no_wrap=True)  # fmt: skip
    if last:
        finals = [grade.final for grade in grades]
        table.add_column("score", "", justify="right", no_wrap=True, min_width=6)
        table.add_column("late", "", justify="right", no_wrap=True, min_width=6)
        table.add_column("final", _mean(finals), justify="right", no_wrap=True, min_width=6)
    for grade in grades:
        cells = [_cell(_score(grade, exercise), exercise) for exercise in exercises]
        if last:
            late = f"-{grade.penalty:.2f}" if grade.penalty else ""
            final = Line(f"{grade.final:.2f}", style="bold")
            cells += [Line(f"{grade.score:.2f}"), Line(late, style=STYLES["bad"]), final]
        table.add_row(Line(one_line(grade.student, 80)), *cells)
    return table


def _legend(assignment: Assignment) -> Line:
    line = Line.assemble((assignment.title.en, "bold"), f"  {number(assignment.points)} points:")
    for exercise in assignment.exercises:
        folder = exercise.slug.split("/")[1]
        line.append(f" {folder}\u00a0({number(exercise.points)})", style="dim")
    return line


def _score(grade: Grade, exercise: Exercise) -> float | None:
    for report in grade.reports:
        if report.exercise == exercise.slug and not is_pending(report.outcomes):
            return report.score
    return None


def _cell(score: float | None, exercise: Exercise) -> Line:
    if score is None:
        return Line("–", style="dim")
    style = "" if score else STYLES["bad"]
    return Line(f"{score:.2f}", style=STYLES["good"] if score >= exercise.points else style)


def _mean(scores: Sequence[float | None]) -> str:
    known = [score for score in scores if score is not None]
    return f"{sum(known) / len(known):.2f}" if known else "–"


def _hanging(mark: str, text: str, style: str) -> Table:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=1)
    grid.add_column(overflow="fold")
    grid.add_row(Line(mark, style=style), Line(text))
    return grid


def _count(number_of: int, noun: str) -> str:
    return f"{number_of} {noun}" if number_of == 1 else f"{number_of} {noun}s"


def _duration(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds < 60 else f"{int(seconds // 60)} min {seconds % 60:.0f} s"
