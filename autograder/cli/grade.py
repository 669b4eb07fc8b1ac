"""``autograder grade``: a class, from files to grades, pages and pictures."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.errors import AutograderError, SubmissionError
from autograder.model import Course
from autograder.runs.run import STORE, Run
from autograder.storage.files import explained

if TYPE_CHECKING:
    from autograder.grading import batch
    from autograder.nbgrader.ledger import Ledger
    from autograder.reports.changes import Change


MOST_NAMES = 8


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
@click.option("--exercise", default="", help="Grade this exercise only, by its slug.")
@click.option("--student", "students", multiple=True, help="Grade this student only; repeatable.")
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
@click.option("--dry-run", is_flag=True, help="Show who would gain and lose; replace nothing.")
@click.option("--drop-others", is_flag=True, help="Forget earlier grades that are not met here.")
@click.option("--level", default="", help="Confinement level; the best there is by default.")
@click.option(
    "--gradebook/--no-gradebook",
    default=True,
    help="Honour what staff entered in nbgrader's gradebook.db, and write the grades into it.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the grades as JSON, and no table.")
def grade(
    submissions, folder, assignment, exercise, students, out, workers, seed, new_round, dry_run,
    drop_others, level, gradebook, as_json,
) -> None:  # fmt: skip
    """Grade a folder (or zip) of SUBMISSIONS.

    It may be nbgrader's submitted/ (student/assignment/files), folders of assignments with folders
    of students in them, files and folders named by student, or one student's folder; notebooks and
    Python files both. Whatever cannot be graded is refused with the reason, the rest is graded, and
    the numbers of what came in and what became of it are checked. Grading again is answered from
    OUT/reports.db and gives the same grades; a run that was killed goes on where it was. All this
    holds within one round; --new-round starts the next one, in which what students learned about
    the hidden inputs is worth little.

    In a notebook an exercise is judged after its own cells, as its check ran for the student. Where
    a later cell undoes the answer, that costs nothing and the report names the cell.

    A bulk download of Canvas, Moodle, Blackboard or Brightspace is recognised by the names in it,
    and the newest attempt of each student counts. The students' ids are smithana_3143 (Canvas: name
    and user id), "Ana Smith_1311" (Moodle: name and participant id), ana01 (Blackboard: user name),
    "Ana Smith" (Brightspace).

    A roster is optional: students.csv beside course.toml, one row for each student, separated by
    comma, semicolon or tab, with a column of ids under a header such as id, student_id, username,
    e-mail or matriculation number. With it, hand-ins of others are refused, and those of whom
    nothing came are named. Capital letters and lost leading zeros make no other student.

    A part (--assignment, --exercise, --student) is graded into the results of the class; nothing
    else changes. Earlier grades that are not met again are kept and named. Whoever gains or loses
    by a run is listed before anything is replaced, and kept in OUT/changes.

    \b
    Examples:
      autograder grade submitted --assignment 01_tensor_shapes
      autograder grade submitted --student mei --student tom
      autograder grade submitted --exercise 01_tensor_shapes/04_nhwc_to_nchw --dry-run
      autograder grade class.zip --out results/week1 --no-gradebook
      autograder grade submissions.zip --assignment 01_tensor_shapes
      autograder grade resubmitted --new-round

    Exit codes: 0 everything was graded; 1 something was refused, could not be read, or failed by
    our fault; 2 bad input; 3 this machine cannot (confinement, disk, gradebook); 130 stopped by
    Ctrl-C.
    """
    if new_round and dry_run:
        raise SubmissionError(
            "a dry run replaces nothing, a new round replaces the hidden seed",
            where="--dry-run --new-round", cure="leave out one of the two",
        )  # fmt: skip
    if new_round and seed is not None:
        raise SubmissionError(
            "a new round draws its own seed", where="--new-round", cure="leave out --seed"
        )
    again = "the same command without --new-round" if new_round else "the same command"
    try:
        with explained(f"then run {again} again, what is graded stays graded"):
            _grade(
                submissions, folder, out, part=(assignment, exercise, students), workers=workers,
                seed=(seed, new_round), level=level, gradebook=gradebook, as_json=as_json,
                how={"dry_run": dry_run, "drop_others": drop_others},
            )  # fmt: skip
    except KeyboardInterrupt:
        words = f"What is graded is kept in {out / STORE}; {again} goes on from there."
        click.secho(f"Stopped. {words}", fg="yellow", err=True)
        sys.exit(130)


def _grade(
    submissions: Path, folder: Path, out: Path, *, part: tuple[str, str, tuple[str, ...]],
    workers: int, seed: tuple[int | None, bool], level: str, gradebook: bool, as_json: bool,
    how: dict[str, bool],
) -> None:  # fmt: skip
    from autograder.course.catalog import load_course
    from autograder.runs.grade import Settings, collect, grade_collected, part_of
    from autograder.runs.seed import SEED, kept_seed

    started = time.monotonic()
    wanted, new_round = seed
    course = load_course(folder)
    chosen = part_of(course, *part)
    collected = collect(submissions, course, chosen.assignment)
    ledger, trouble = _gradebook(course) if gradebook else (None, None)
    settings = Settings(kept_seed(out, wanted, new_round=new_round), workers, level)
    if new_round:
        words = "a new hidden seed; what earlier rounds stored is kept and not used"
        click.echo(f"New round: {words} ({out / SEED}, {out / STORE}).", err=True)
    with _progress_bar(quiet=as_json) as advance:
        run = grade_collected(
            course, collected, out, settings, part=chosen, on_progress=advance,
            on_changes=lambda changes: _tell_changes(changes, quiet=as_json),
            entered=ledger.honoured if ledger else lambda grade: grade, **how,
        )  # fmt: skip
    if how["dry_run"]:
        click.echo("Nothing was replaced (--dry-run).", err=True)
        sys.exit(not run.is_complete)
    places, fresh = dict(run.files), run.fresh
    if ledger:
        try:
            ledger.fill(fresh, collected.submissions)
            places["gradebook"] = course.folder.parent / "gradebook.db"
        except AutograderError as error:
            trouble = error  # the grades are there all the same, so they are shown first
    _tell(course, run, places, (as_json, time.monotonic() - started))
    for line in ledger.differences(fresh) if ledger else ():
        click.secho(line, fg="yellow", err=as_json)
    if trouble is not None:
        raise trouble
    sys.exit(not run.is_complete)


@contextlib.contextmanager
def _progress_bar(quiet: bool) -> Iterator[Callable[[batch.Progress], None]]:
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

        def advance(progress: batch.Progress) -> None:
            bar.update(
                task,
                completed=progress.done,
                total=progress.total,
                description=f"{progress.student} · {progress.exercise.split('/')[1]}",
            )

        yield advance


def _gradebook(course: Course) -> tuple[Ledger | None, AutograderError | None]:
    """Read what staff entered before anything is graded, or say why that cannot be."""
    from autograder.nbgrader.ledger import Ledger

    try:
        return Ledger.open(course), None
    except AutograderError as error:
        return None, error  # the class is graded all the same


def _tell_changes(changes: Sequence[Change], *, quiet: bool) -> None:
    if changes and not quiet:
        from rich.console import Console

        from autograder.reports.changes import table

        Console().print(table(changes))


def _tell(course: Course, run: Run, places: dict[str, Path], how: tuple[bool, float]) -> None:
    from autograder.exporters import records_json
    from autograder.feedback.sanitise import one_line
    from autograder.reports import terminal

    as_json, seconds = how
    if as_json:
        click.echo(records_json.render(run.grades))
        return
    from rich.console import Console

    console = Console()
    console.print(terminal.class_table(course, run.grades, console.width))
    for note in (f"read as a {run.read_as}" if run.read_as else "", *(n.en for n in run.notes)):
        if note:
            console.print(note, style="dim", markup=False)
    for item in run.refusals:
        who = f"{item.student}: " if item.student else ""
        line = one_line(f"refused {who}{item.origin}: {item.reason.en}", 1000)
        console.print(line, style="yellow", markup=False, soft_wrap=True)
    if run.missing:
        console.print(f"nothing from {', '.join(run.missing)}", style="yellow", markup=False)
    if run.kept:
        names = list(dict.fromkeys(student for student, _ in run.kept))
        shown = ", ".join(names[:MOST_NAMES]) + (" and others" if names[MOST_NAMES:] else "")
        words = f"kept {len(run.kept)} earlier grades, of {shown} (--drop-others forgets them)"
        console.print(words, style="dim", markup=False)
    told = {name: str(place) for name, place in places.items()}
    console.print(
        terminal.summary(
            run.grades, refused=run.refused, came_in=run.came_in, files=told, seconds=seconds
        ),
        markup=False,
        soft_wrap=True,
    )
