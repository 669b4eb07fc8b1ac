"""What one run of the grader is, for whoever asks afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from autograder.intake.accounting import Counts, Entry, Fate, counts_of, in_words
from autograder.intake.archives import Refused
from autograder.model import Grade, Text

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
        missing: Students of the roster of whom nothing came in.
        kept: Student and assignment of each grade that an earlier run found and this one did not
            meet.
        read_as: What kind of download was graded, as ``"Canvas download"``; ``""`` for folders.
        date: When it was graded, as ``2026-11-28 20:12``.
        level: How well the submissions were confined.
        seed: The class's hidden seed. Students must not learn it before they hand in.
        files: What was written -> where it lies: ``"class report"``, ``"grades"`` (CSV),
            ``"all outcomes"`` (JSON), ``"feedback"`` (a folder of pages).
        entries: Everything that came in, and what became of it.
        notes: What staff should know of the whole.
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
    entries: tuple[Entry, ...] = ()
    notes: tuple[Text, ...] = ()

    @property
    def counts(self) -> Counts:
        """How many hand-ins came in, and what became of them."""
        return counts_of(self.entries, self.missing)

    @property
    def came_in(self) -> str:
        """The same numbers as one line for staff."""
        earlier = f"; {len(self.kept)} kept from an earlier run" if self.kept else ""
        return in_words(self.counts) + earlier

    @property
    def refusals(self) -> tuple[Refused, ...]:
        """All that was refused, with what stands in the grades as a submission without points."""
        return tuple(
            Refused(entry.origin, entry.reason, entry.student, entry.assignment)
            for entry in self.entries
            if entry.fate is Fate.REFUSED
        )

    @property
    def fresh(self) -> tuple[Grade, ...]:
        """The grades that this run found."""
        return tuple(g for g in self.grades if (g.student, g.assignment) not in self.kept)

    @property
    def is_complete(self) -> bool:
        """Whether all was read and judged: nothing refused, unreadable, or failed by our fault."""
        ours = any(report.has_internal_error for g in self.grades for report in g.reports)
        return not (self.refused or ours or any(grade.problem for grade in self.grades))
