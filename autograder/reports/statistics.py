"""Counts over a class's grades: checks, misconceptions, things to look at. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from autograder.errors import AutograderError
from autograder.feedback.sanitise import clean, one_line
from autograder.grading.score import is_pending, number
from autograder.model import (
    BudgetState,
    CheckSpec,
    Course,
    Exercise,
    Grade,
    Outcome,
    Text,
    Verdict,
)

FAILED = (
    Verdict.WRONG, Verdict.CRASHED, Verdict.OVER_BUDGET, Verdict.LIMIT_EXCEEDED, Verdict.FORBIDDEN,
)  # fmt: skip
# A check that so many of those who tried fail may itself be wrong, or the statement unclear.
SUSPICIOUS_SHARE, SUSPICIOUS_TRIES = 0.7, 8
# States of a budget in which nobody fails.
NOT_SURE = (BudgetState.UNCLEAR, BudgetState.NOISY)


@dataclass(frozen=True)
class CheckRow:
    """How a class did on one check."""

    exercise: Exercise
    check: CheckSpec
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def tried(self) -> int:
        """How many submissions were judged and had an answer."""
        return self.counts[Verdict.PASSED] + self.failed

    @property
    def failed(self) -> int:
        return sum(self.counts[verdict] for verdict in FAILED)

    @property
    def failed_share(self) -> float:
        return self.failed / self.tried if self.tried else 0.0

    @property
    def label(self) -> str:
        return f"{self.exercise.name} · {self.check.name.removeprefix('check_')}"


@dataclass(frozen=True)
class Item:
    """One thing a person should look at.

    Attributes:
        who: Student, file or check it concerns.
        what: What is the matter, in one line.
        note: Staff's details, as a traceback.
    """

    who: str
    what: str
    note: str = ""


@dataclass(frozen=True)
class Concern:
    """Things to look at of one kind; `grave` ones come first."""

    title: str
    advice: str
    items: tuple[Item, ...]
    grave: bool = False


def check_rows(course: Course, grades: Iterable[Grade]) -> list[CheckRow]:
    """Return one row for each check that ran, the most failed first."""
    rows = {
        (exercise.slug, check.name): CheckRow(exercise, check)
        for exercise in course.exercises
        for check in exercise.checks
    }
    for _, slug, outcome in outcomes_of(grades):
        if (slug, outcome.check) in rows:
            rows[slug, outcome.check].counts[outcome.verdict] += 1
    used = [row for row in rows.values() if row.counts]
    return sorted(used, key=lambda row: (-row.failed_share, -row.failed, row.label))


def outcomes_of(grades: Iterable[Grade]) -> Iterable[tuple[Grade, str, Outcome]]:
    """Return every outcome with its grade and its exercise's slug."""
    for grade in grades:
        for report in grade.reports:
            for outcome in report.outcomes:
                yield grade, report.exercise, outcome


def misconceptions(grades: Iterable[Grade]) -> list[tuple[str, Text, int]]:
    """Return (exercise, hint, how many submissions hold it), the most frequent first."""
    holders: dict[tuple[str, Text], set[str]] = {}
    for grade, slug, outcome in outcomes_of(grades):
        if outcome.hint:
            holders.setdefault((slug, outcome.hint), set()).add(grade.student)
    found = [(slug, hint, len(students)) for (slug, hint), students in holders.items()]
    return sorted(found, key=lambda row: (-row[2], row[0], row[1].en))


def seconds_of(grade: Grade) -> float:
    """Return the wall-clock seconds that judging this submission took."""
    return sum(outcome.cost.wall_seconds for r in grade.reports for outcome in r.outcomes)


def concerns(
    course: Course, grades: Sequence[Grade], refused: Iterable[object], language: str,
    *, missing: Sequence[str] = (),
) -> list[Concern]:  # fmt: skip
    """Return what a person should look at, the gravest first; kinds without items are left out."""
    text = _reader(language)
    found = [
        Concern("Our checks failed", "No student lost a point. Mend the check and grade again.",
                _internal(grades), grave=True),
        Concern("Hand-ins that were refused", "Nobody has a grade for these.",
                tuple(refusal(item, language) for item in refused), grave=True),
        Concern("Submissions that could not be read", "Graded as zero; ask for them again.",
                tuple(Item(_who(g), text(g.problem)) for g in grades if g.problem), grave=True),
        Concern("Nothing came in", "These students are in the roster; ask them.",
                tuple(Item(one_line(student, 80), "nothing handed in") for student in missing)),
        Concern("Checks that could not run here", "Nobody lost a point; grade them elsewhere.",
                _not_run(grades)),
        Concern("Checks that most of the class fails", "Is the statement clear, the check right?",
                _suspicious(course, grades)),
        Concern("Budgets too close to tell", "They count as passed; grade again if one matters.",
                _unclear(grades)),
        Concern("Mended or ignored on the way in", "The students are told the same.",
                tuple(Item(_who(g), text(w)) for g in grades for w in g.warnings)),
        Concern("Entered in the gradebook", "It counts; the scores here hold it.",
                tuple(Item(_who(g), text(note)) for g in grades for note in g.staff)),
        Concern("Late", "", tuple(_late(g) for g in grades if g.penalty)),
    ]  # fmt: skip
    return [concern for concern in found if concern.items]


def refusal(item: object, language: str = "en") -> Item:
    """Return a refused file as an item: an `AutograderError`, or a pair (where, why)."""
    where, why = "?", item
    if isinstance(item, AutograderError):
        where, why = item.where, f"{item.what} – {item.cure}" if item.cure else item.what
    elif isinstance(item, tuple | list) and len(item) == 2:
        where, why = item
    words = why.in_(language) if isinstance(why, Text) else str(why)
    return Item(one_line(str(where)) or "?", one_line(words, 600))


def _internal(grades: Sequence[Grade]) -> tuple[Item, ...]:
    met: dict[tuple[str, str], list[tuple[Grade, Outcome]]] = {}
    for grade, slug, outcome in outcomes_of(grades):
        if outcome.verdict is Verdict.INTERNAL_ERROR:
            met.setdefault((slug, outcome.check), []).append((grade, outcome))
    return tuple(
        Item(f"{slug} · {check}", _students([grade for grade, _ in cases]),
             clean(cases[0][1].note, 4000))
        for (slug, check), cases in sorted(met.items(), key=lambda pair: -len(pair[1]))
    )  # fmt: skip


def _not_run(grades: Sequence[Grade]) -> tuple[Item, ...]:
    counts: Counter[tuple[str, str, str]] = Counter()
    for _, slug, outcome in outcomes_of(grades):
        if outcome.verdict is Verdict.NOT_RUN:
            counts[slug, outcome.check, one_line(outcome.message.en)] += 1
    pending = {r.exercise for g in grades for r in g.reports if is_pending(r.outcomes)}
    return tuple(
        Item(f"{slug} · {check}", f"{count} submissions: {why or 'not run'}"
             + ("; nothing of this exercise is graded yet" if slug in pending else ""))
        for (slug, check, why), count in sorted(counts.items())
    )  # fmt: skip


def _suspicious(course: Course, grades: Sequence[Grade]) -> tuple[Item, ...]:
    return tuple(
        Item(f"{row.exercise.slug} · {row.check.name}",
             f"{row.failed} of {row.tried} who tried ({row.failed_share:.0%})")
        for row in check_rows(course, grades)
        if row.failed_share >= SUSPICIOUS_SHARE and row.tried >= SUSPICIOUS_TRIES
    )  # fmt: skip


def _unclear(grades: Sequence[Grade]) -> tuple[Item, ...]:
    return tuple(
        Item(f"{_who(grade)} · {slug} · {outcome.check}", one_line(outcome.note, 400))
        for grade, slug, outcome in outcomes_of(grades)
        if outcome.verdict is Verdict.PASSED
        and any(m.state in NOT_SURE or m.advisory for m in outcome.measured)
    )


def _late(grade: Grade) -> Item:
    when = one_line(grade.timestamp, 60)
    return Item(_who(grade), f"{number(grade.penalty)} of {number(grade.score)} points ({when})")


def _students(grades: Sequence[Grade]) -> str:
    names = list(dict.fromkeys(one_line(grade.student, 60) for grade in grades))
    more = f" and {len(names) - 6} more" if len(names) > 6 else ""
    count = "1 student" if len(names) == 1 else f"{len(names)} students"
    return f"{count}: {', '.join(names[:6])}{more}"


def _who(grade: Grade) -> str:
    return f"{one_line(grade.student, 80)} · {grade.assignment}"


def _reader(language: str) -> Callable[[Text], str]:
    return lambda text: one_line(text.in_(language), 600)
