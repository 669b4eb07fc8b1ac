"""``autograder report``: a finished run again, from its stored grades."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import click
import msgspec

from autograder.errors import SubmissionError
from autograder.intake.archives import Refused


@click.command()
@click.argument("results", default="results", type=click.Path(path_type=Path))
@click.option("--course", "folder", default="solutions", type=click.Path(path_type=Path))
@click.option("--student", default="", help="Show one student's feedback instead of the table.")
@click.option("--json", "as_json", is_flag=True, help="Print the stored grades.")
def report(results: Path, folder: Path, student: str, as_json: bool) -> None:
    """Show the class table, or one student's feedback, of a finished run and rebuild its pages.

    \b
    Examples:
      autograder report results
      autograder report results --student mei

    Exit codes: 0 shown; 2 no finished run, or no such student.
    """
    from autograder.cli.grade import RUN, write_all
    from autograder.course.catalog import load_course

    stored = results / "grades.json"
    if not stored.exists():
        raise SubmissionError(
            "no finished run here",
            where=str(results),
            cure="name the folder that `autograder grade --out` wrote",
        )
    if as_json:
        click.echo(stored.read_bytes())
        return
    course, grades = load_course(folder), read_grades(stored)
    if student:
        _show_student(course, [grade for grade in grades if grade.student == student], student)
        return
    from rich.console import Console

    from autograder.reports import terminal

    run = read_run(results / RUN)
    places = write_all(course, grades, run.refused, results, run.facts)
    console = Console()
    console.print(terminal.class_table(course, grades, console.width))
    console.print(
        terminal.summary(grades, refused=run.refused, files={k: str(v) for k, v in places.items()}),
        markup=False,
        soft_wrap=True,
    )


@dataclass(frozen=True)
class Run:
    """What a run was, beside its grades."""

    facts: dict[str, str | int] = field(default_factory=dict)
    refused: tuple[Refused, ...] = ()


def read_run(path: Path) -> Run:
    """Return what ``run.json`` says about a run."""
    return msgspec.json.decode(path.read_bytes(), type=Run) if path.exists() else Run()


def read_grades(path: Path) -> list:
    """Return the grades in a ``grades.json``."""
    from autograder.model import Grade

    records = msgspec.json.decode(path.read_bytes())["grades"]
    return [msgspec.convert(record, Grade, strict=False) for record in records]


def _show_student(course, grades: list, student: str) -> None:
    from rich.console import Console

    from autograder.reports import terminal

    if not grades:
        raise SubmissionError("no such student in this run", where=student, cure="check the name")
    for grade in grades:
        assignment = course.assignment(grade.assignment)
        Console().print(terminal.student_report(grade, assignment, course.languages[0]))
