"""``autograder grade``: a class, from files to grades, pages and pictures."""

from __future__ import annotations

import secrets
import sys
import time
import warnings
from datetime import datetime
from pathlib import Path

import click

from autograder.errors import AutograderError, SubmissionError
from autograder.storage.files import explained, write_whole

RUN, STORE = "run.json", "reports.db"


@click.command()
@click.argument("submissions", type=click.Path(path_type=Path))
@click.option(
    "--course",
    "folder",
    default="solutions",
    type=click.Path(path_type=Path),
    help="The folder with the exercises.",
    show_default=True,
)
@click.option("--assignment", default="", help="Grade this assignment only.")
@click.option(
    "--out",
    default="results",
    type=click.Path(path_type=Path),
    show_default=True,
    help="Where everything is written.",
)
@click.option("--workers", default=0, help="How many processes grade; 0 for one a core.")
@click.option("--seed", default=None, type=int, help="Hidden seed; kept in OUT/seed otherwise.")
@click.option("--new-round", is_flag=True, help="Draw a new hidden seed and grade everybody anew.")
@click.option("--level", default="", help="Confinement level; the best there is by default.")
@click.option("--gradebook/--no-gradebook", default=True, help="Write nbgrader's gradebook.db.")
@click.option("--json", "as_json", is_flag=True, help="Print the grades as JSON, and no table.")
def grade(
    submissions, folder, assignment, out, workers, seed, new_round, level, gradebook, as_json
) -> None:
    """Grade a folder (or zip) of SUBMISSIONS.

    It may be nbgrader's submitted/ (student/assignment/files), or files and folders named by
    student; notebooks and Python files both. Whatever cannot be graded is refused with the reason,
    the rest is graded. Grading again is answered from OUT/reports.db and gives the same grades;
    a run that was killed goes on where it was. All this holds within one round; --new-round starts
    the next one, in which what students learned about the hidden inputs is worth little.

    \b
    Examples:
      autograder grade submitted --assignment 01_tensor_shapes
      autograder grade class.zip --out results/week1 --no-gradebook
      autograder grade resubmitted --new-round

    Exit codes: 0 everything was graded; 1 something was refused, could not be read, or failed by
    our fault; 2 bad input; 3 this machine cannot (confinement, disk, gradebook); 130 stopped by
    Ctrl-C.
    """
    if new_round and seed is not None:
        raise SubmissionError(
            "a new round draws its own seed", where="--new-round", cure="leave out --seed"
        )
    again = "the same command without --new-round" if new_round else "the same command"
    try:
        with explained(f"then run {again} again, what is graded stays graded"):
            _grade(
                submissions, folder, assignment, out, workers, (seed, new_round), level, gradebook,
                as_json,
            )  # fmt: skip
    except KeyboardInterrupt:
        words = f"What is graded is kept in {out / STORE}; {again} goes on from there."
        click.secho(f"Stopped. {words}", fg="yellow", err=True)
        sys.exit(130)


def _grade(submissions, folder, assignment, out, workers, seed, level, gradebook, as_json) -> None:
    from autograder.course.catalog import load_course
    from autograder.intake.collect import read_submissions

    started = time.monotonic()
    course = load_course(folder)
    if assignment:
        course.assignment(assignment)  # raises where there is none
    collected = read_submissions(submissions, course, assignment)
    if not collected.submissions and not collected.refused:
        raise SubmissionError(
            "no submission found",
            where=str(submissions),
            cure="see `autograder grade --help` for the layouts",
        )
    from autograder.grading.batch import Engine  # slow: only once there is something to grade

    seed = kept_seed(out, *seed)
    with Engine(course, seed=seed, workers=workers, level=level, store=out / STORE) as engine:
        grades = _with_progress(engine, collected.submissions, quiet=as_json)
        facts = {"level": engine.level, "seed": seed}
    facts["date"] = datetime.now().strftime("%Y-%m-%d %H:%M")
    places = write_all(course, grades, collected.refused, out, facts)
    trouble = None
    if gradebook:
        try:
            places |= _gradebook(course, grades, collected.submissions)
        except AutograderError as error:
            trouble = error  # the grades are there all the same, so they are shown first
    _tell(course, grades, collected, places, (as_json, time.monotonic() - started))
    if trouble is not None:
        raise trouble
    internal = any(report.has_internal_error for g in grades for report in g.reports)
    sys.exit(bool(collected.refused) or internal or any(g.problem for g in grades))


# Nobody can try them all, and a JSON number still holds it.
SEED_BITS = 53


def kept_seed(out: Path, wanted: int | None, new_round: bool = False) -> int:
    """Return the class's hidden seed: the wanted one, or the one kept in `out`, or a new one.

    It is on disk when this returns, so that a run that is stopped goes on with the same one.
    """
    path = out / "seed"
    if wanted is None and not new_round and path.exists():
        try:
            return int(path.read_text())
        except ValueError:
            raise SubmissionError("not a number", where=str(path),
                                  cure="remove it and grade the class again") from None  # fmt: skip
    seed = secrets.randbits(SEED_BITS) if wanted is None else wanted
    write_whole(path, f"{seed}\n".encode(), 0o600)  # with another one, all would be graded again
    if new_round:
        words = "a new hidden seed; what earlier rounds stored is kept and not used"
        click.echo(f"New round: {words} ({path}, {out / STORE}).", err=True)
    return seed


def write_all(course, grades, refused, out: Path, facts: dict) -> dict[str, Path]:
    """Write CSV, JSON, every feedback page and the class report; return what lies where.

    Args:
        facts: ``date``, ``level`` and ``seed`` of the run; kept for `report`.
    """
    import msgspec

    from autograder.exporters import records_json, table_csv
    from autograder.feedback import entries as feedback
    from autograder.reports import class_report
    from autograder.storage.store import engine_version

    places = {
        name: out / file
        for name, file in (
            ("class report", "index.html"),
            ("grades", "grades.csv"),
            ("all outcomes", "grades.json"),
            ("feedback", "feedback"),
        )
    }
    write_whole(places["grades"], table_csv.render(course, grades, bom=True))
    write_whole(places["all outcomes"], records_json.render(grades))
    for one in grades:
        page = places["feedback"] / one.student / f"{one.assignment}.html"
        text = feedback.page(one, course.assignment(one.assignment), course.languages)
        write_whole(page, text.encode())
    figures = {
        "date": datetime.now().strftime("%Y-%m-%d %H:%M"),
        **facts,
        "engine": engine_version(),
        "feedback": "feedback/{student}/{assignment}.html",
    }
    pairs = [(item.origin, item.reason) for item in refused]
    page = class_report.render(course, grades, pairs, figures)
    write_whole(places["class report"], page.encode())
    write_whole(out / RUN, msgspec.json.encode({"facts": facts, "refused": refused}))
    return places


def _with_progress(engine, submissions, quiet: bool) -> list:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True, quiet=quiet)
    columns = (
        TextColumn("grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("starting", total=None)

        def advance(progress) -> None:
            bar.update(
                task,
                completed=progress.done,
                total=progress.total,
                description=f"{progress.student} · {progress.exercise.split('/')[1]}",
            )

        return engine.grade(submissions, advance)


def _gradebook(course, grades, submissions) -> dict[str, Path]:
    from autograder.nbgrader import gradebook

    root = course.folder.parent
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbgrader's own, about SQLAlchemy
        gradebook.write(course, grades, root, submissions)
    return {"gradebook": root / "gradebook.db"}


def _tell(course, grades, collected, places: dict, how: tuple[bool, float]) -> None:
    from autograder.exporters import records_json
    from autograder.reports import terminal

    as_json, seconds = how
    if as_json:
        click.echo(records_json.render(grades))
        return
    from rich.console import Console

    console = Console()
    console.print(terminal.class_table(course, grades, console.width))
    refused = collected.refused
    for item in refused:
        console.print(f"refused {item.origin}: {item.reason.en}", style="yellow", markup=False)
    if collected.missing:
        console.print(f"nothing from {', '.join(collected.missing)}", style="yellow", markup=False)
    told = {name: str(place) for name, place in places.items()}
    console.print(
        terminal.summary(grades, refused=refused, files=told, seconds=seconds),
        markup=False,
        soft_wrap=True,
    )
