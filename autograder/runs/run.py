"""What one run of the grader is, for whoever asks afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from autograder.intake.archives import Refused
from autograder.model import Grade

# What is published -> its name below the folder of the results.
PLACES = {
    "class report": "index.html",
    "grades": "grades.csv",
    "all outcomes": "grades.json",
    "feedback": "feedback",
}
FACTS, STORE = "run.json", "reports.db"
# A folder: for each run that changed earlier grades, whose and by how much.
CHANGES = "changes"


@dataclass(frozen=True)
class Run:
    """A class that was graded.

    Attributes:
        grades: One for each submission that was taken, by assignment and student.
        refused: What was not taken, and why.
        missing: Students of the roster of whom nothing was found.
        kept: Student and assignment of each grade that an earlier run found and this one did not
            meet.
        read_as: What kind of download was graded, as ``"Canvas download"``; ``""`` for folders.
        date: When it was graded, as ``2026-11-28 20:12``.
        level: How well the submissions were confined.
        seed: The class's hidden seed. Students must not learn it before they hand in.
        files: What was written -> where it lies: ``"class report"``, ``"grades"`` (CSV),
            ``"all outcomes"`` (JSON), ``"feedback"`` (a folder of pages).
    """

    grades: tuple[Grade, ...]
    refused: tuple[Refused, ...] = ()
    missing: tuple[str, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    read_as: str = ""
    date: str = ""
    level: str = ""
    seed: int | None = None
    files: Mapping[str, Path] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Whether all was read and judged: nothing refused, unreadable, or failed by our fault."""
        ours = any(report.has_internal_error for g in self.grades for report in g.reports)
        return not (self.refused or ours or any(grade.problem for grade in self.grades))
