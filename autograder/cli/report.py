"""``autograder report``: a finished run again, from its stored grades."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.errors import SubmissionError


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
    from autograder.runs.reload import reload, stored_grades

    if as_json:
        click.echo(stored_grades(results))
        return
    run = reload(results)
    from autograder.course.catalog import load_course

    course = load_course(folder)
    if student:
        _show_student(course, [grade for grade in run.grades if grade.student == student], student)
        return
    from rich.console import Console

    from autograder.reports import terminal
    from autograder.runs.publish import publish

    run = publish(course, run, results)
    files = {name: str(place) for name, place in run.files.items()}
    console = Console()
    console.print(terminal.class_table(course, run.grades, console.width))
    console.print(
        terminal.summary(run.grades, refused=run.refused, came_in=run.came_in, files=files),
        markup=False,
        soft_wrap=True,
    )


def _show_student(course, grades: list, student: str) -> None:
    from rich.console import Console

    from autograder.feedback.redaction import redact_grade
    from autograder.reports import terminal

    if not grades:
        raise SubmissionError("no such student in this run", where=student, cure="check the name")
    for grade in grades:
        assignment = course.assignment(grade.assignment)
        shown = redact_grade(grade)
        Console().print(terminal.student_report(shown, assignment, course.languages[0]))
