"""What became of everything that came in. Nothing may be lost on the way without a word. Pure."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autograder.model import NO_TEXT, Submission, Text


class Fate(enum.StrEnum):
    """What became of something that came in; `NOT_COUNTED` is deliberate."""

    GRADED = "graded"
    REFUSED = "refused"
    NOT_COUNTED = "not counted"


@dataclass(frozen=True)
class Entry:
    """One hand-in, or one thing beside them, and what became of it.

    Attributes:
        origin: Where it lies, as ``class.zip/alice.zip``.
        files: How many files it is.
        reason: Why it was refused or is not counted.
    """

    origin: str
    fate: Fate
    files: int = 1
    student: str = ""
    assignment: str = ""
    reason: Text = NO_TEXT


@dataclass(frozen=True)
class Counts:
    """How many hand-ins came in, and what became of them.

    Attributes:
        came_in: The sum of the three below.
        not_counted: Junk, the course's own files, what belongs to another assignment.
        missing: Students of the roster of whom nothing came in.
    """

    came_in: int = 0
    graded: int = 0
    refused: int = 0
    not_counted: int = 0
    missing: int = 0


class Unaccounted(Exception):
    """Something that came in has no fate, or two: a fault of ours, never a student's."""


def counts_of(entries: Sequence[Entry], missing: Sequence[str] = ()) -> Counts:
    """Count the entries by their fates."""
    fates = Counter(entry.fate for entry in entries)
    return Counts(len(entries), fates[Fate.GRADED], fates[Fate.REFUSED], fates[Fate.NOT_COUNTED],
                  len(missing))  # fmt: skip


def in_words(counts: Counts) -> str:
    """Return the numbers as one line for staff, or ``""`` where nothing was counted."""
    if not counts.came_in and not counts.missing:
        return ""
    parts = [f"{counts.graded} graded", f"{counts.refused} refused"]
    parts += [f"{counts.not_counted} not counted"] if counts.not_counted else []
    said = f"{counts.came_in} = {' + '.join(parts)}"
    return f"{said}; {counts.missing} missing" if counts.missing else said


def require_all_accounted(
    came_in: Iterable[str], settled: Iterable[str], entries: Sequence[Entry],
    submissions: Sequence[Submission],
) -> None:  # fmt: skip
    """Compare what came in with what became of it.

    Args:
        came_in: The place of every file that was found.
        settled: The place of every file that an entry stands for.

    Raises:
        Unaccounted: A file is in no entry or in two, or the entries are not those of the
            submissions.
    """
    found, fated = Counter(came_in), Counter(settled)
    lost, doubled = found - fated, fated - found
    if lost or doubled:
        raise Unaccounted(f"without a fate: {sorted(lost)[:5]}; with two: {sorted(doubled)[:5]}")
    if sum(entry.files for entry in entries) != fated.total():
        raise Unaccounted("the entries do not hold as many files as came in")
    graded = {(e.student, e.assignment) for e in entries if e.fate is Fate.GRADED}
    refused = {(e.student, e.assignment) for e in entries if e.fate is Fate.REFUSED}
    readable = {(s.student, s.assignment) for s in submissions if not s.problem}
    unreadable = {(s.student, s.assignment) for s in submissions if s.problem}
    number = sum(entry.fate is Fate.GRADED for entry in entries)
    if graded != readable or number != len(readable) or not unreadable <= refused:
        raise Unaccounted(f"submissions and entries differ: {sorted(graded ^ readable)[:5]}")
    if len(submissions) != len(readable) + len(unreadable):
        raise Unaccounted("a student has two submissions of one assignment")


def require_everybody(roster: Iterable[str], met: Iterable[str], missing: Sequence[str]) -> None:
    """Make sure that each student of a roster was met or is missing, and none is both.

    Raises:
        Unaccounted: One is neither, or both.
    """
    expected, found = Counter(roster), Counter({*met})
    if expected != Counter(missing) + Counter(s for s in expected if s in found):
        raise Unaccounted("students of the roster are neither met nor missing")
