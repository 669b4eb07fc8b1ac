"""Writes what a run found: tables, every student's feedback, the class report."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from autograder.errors import MachineError
from autograder.exporters import records_json, table_csv
from autograder.feedback.places import folder_of
from autograder.feedback.redaction import redact_grade
from autograder.grading.judging import engine_of
from autograder.intake.archives import Refused
from autograder.model import Course
from autograder.reports.changes import Change, as_csv
from autograder.runs.run import CHANGES, FACTS, PLACES, Run
from autograder.storage.files import write_whole

LIBRARIES = ("jinja2", "markupsafe", "matplotlib")


def require_libraries() -> None:
    """Make sure that pages can be made, before a class is graded for them.

    Raises:
        MachineError: A library of the instructor's extra is not installed.
    """
    missing = [name for name in LIBRARIES if importlib.util.find_spec(name) is None]
    if missing:
        raise MachineError(
            f"{' and '.join(missing)} is not installed",
            where="the pages of feedback and the class report",
            cure="pip install 'autograder[instructor]'",
        )


def publish(course: Course, run: Run, out: Path) -> Run:
    """Write CSV, JSON, every feedback page, the class report and `FACTS` below `out`.

    Returns:
        The run with where its files lie, and with today's date if it has none.

    Raises:
        MachineError: A library of the instructor's extra is not installed.
        OSError: Something cannot be written.
    """
    require_libraries()
    files = {**run.files, **{name: out / file for name, file in PLACES.items()}}
    run = replace(run, date=run.date or f"{datetime.now():%Y-%m-%d %H:%M}", files=files)
    write_whole(files["grades"], table_csv.render(course, run.grades, bom=True))
    write_whole(files["all outcomes"], records_json.render(run.grades))
    _write_pages(course, run)
    write_whole(out / FACTS, msgspec.json.encode(_facts(run)))
    return run


def keep_changes(changes: Sequence[Change], out: Path) -> Path:
    """Write who gains and who loses by a run into a file of its own; return where it lies."""
    file = out / CHANGES / f"{datetime.now():%Y-%m-%d_%H%M%S}.csv"
    write_whole(file, as_csv(changes))
    return file


def _write_pages(course: Course, run: Run) -> None:
    from autograder.feedback import html  # both need the instructor's extra
    from autograder.reports import class_report

    for one in run.grades:
        page = run.files["feedback"] / folder_of(one.student) / f"{one.assignment}.html"
        assignment = course.assignment(one.assignment)
        text = html.page(redact_grade(one), assignment, course.languages)
        write_whole(page, text.encode())
    figures = {
        **_facts(run)["facts"],
        "engine": engine_of(),
        "came in": run.came_in,
        "feedback": "feedback/{student}/{assignment}.html",
    }
    pairs = [(_whose(item), item.reason) for item in run.refused]
    text = class_report.render(course, run.grades, pairs, figures, missing=run.missing)
    write_whole(run.files["class report"], text.encode())


def _whose(item: Refused) -> str:
    known = (item.student, item.assignment) if item.student else ()
    return " · ".join(filter(None, (*known, item.origin)))


def _facts(run: Run) -> dict[str, Any]:
    """Return what the grades do not say themselves; what is not known is left out."""
    facts = {"level": run.level, "seed": run.seed, "date": run.date, "read_as": run.read_as}
    known = {name: value for name, value in facts.items() if value not in ("", None)}
    return {
        "facts": known,
        "counts": run.counts,
        "refused": run.refused,
        "missing": run.missing,
        "kept": run.kept,
        "notes": run.notes,
        "entries": run.entries,
    }
