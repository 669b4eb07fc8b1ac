"""``autograder publish``: a student's course in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--course", "solutions", default="solutions", type=click.Path(path_type=Path),
              help="The folder that holds course.toml.")  # fmt: skip
def publish(folder: Path, solutions: Path) -> None:
    """Write a student's course into DIR: notebooks, plain Python, the self-check, STUDENT.md.

    It holds no solution, no hidden check and no grader. Students install it with one command, on
    any system: python -m pip install .

    Publishing into the same DIR again brings it up to date. A file that somebody changed there
    stays as it is; if the course has a newer version, that is written beside it, as fit.new.py
    beside fit.py. What the course no longer has goes, unless somebody changed it.

    Exit codes: 0 DIR is up to date; 2 DIR holds something else, or the course has a mistake;
    3 the disk is full or a file cannot be written.

    Example: autograder publish ../course-for-students
    """
    from autograder.course.catalog import load_course
    from autograder.handout import contents

    changes = contents.publish(load_course(solutions), folder)
    for path, beside in changes.kept.items():
        if beside:
            click.echo(f"kept: {path} was changed there; the new version is {beside}")
        else:
            click.echo(f"kept: {path} was changed there, and so was its new version; move one away")
    for path in changes.left:
        click.echo(f"kept: {path} was changed there; the course no longer has it")
    click.echo(
        f"{folder}: {len(changes.known)} files, {len(changes.write)} written, "
        f"{len(changes.remove)} removed. Students begin with {folder / 'STUDENT.md'}."
    )
