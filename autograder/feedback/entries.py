"""What is shown of a report: checks that ended alike together, hints, one headline. Pure.

`plain`, `html` and the terminal lay it out.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

from autograder.feedback.labels import LABELS, MARKS, WORDS
from autograder.feedback.redaction import SILENT, StudentOutcome, StudentReport, manner, require
from autograder.grading.score import number
from autograder.model import Measure, Verdict


@dataclass(frozen=True)
class Entry:
    """Checks that ended in the same way, in one language, ready to be laid out.

    Attributes:
        mark: One character that tells the verdict without colour.
        tone: ``"good"``, ``"bad"`` or ``"idle"``.
        sentences: What these checks ask, one line for each.
        shares: The points that each of them earned, in words; empty where it is not counted.
        details: What happened, said once; may hold line breaks.
        common: Whether every check ended so; then the reason comes before the checks.
        measured: Where the submission stands in the budgets of these checks.
        notes: What may help with these checks, each a word of what it is and its text.
    """

    verdict: Verdict
    mark: str
    tone: str
    label: str
    sentences: tuple[str, ...]
    shares: tuple[str, ...]
    counterexample: str = ""
    details: str = ""
    trace: tuple[str, ...] = ()
    common: bool = False
    measured: tuple[Measure, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


def entries(report: StudentReport, language: str) -> tuple[Entry, ...]:
    """Return the report's checks in order, those that ended alike together."""
    require(report, StudentReport)
    groups: dict[Hashable, list[StudentOutcome]] = {}
    for position, outcome in enumerate(report.outcomes):
        key: Hashable = manner(outcome)
        if outcome.verdict is Verdict.PASSED:
            key = position
        elif outcome.verdict is Verdict.WRONG:
            key = (key, outcome.counterexample)
        groups.setdefault(key, []).append(outcome)
    said = set(hints(report, language))
    found = [_entry(group, language, said) for group in groups.values()]
    judged = [entry for entry in found if entry.verdict not in SILENT]
    alone = len(judged) == 1 and len(judged[0].sentences) > 1
    return tuple(replace(entry, common=alone and entry in judged) for entry in found)


def hints(report: StudentReport, language: str) -> tuple[str, ...]:
    """Return the misconception behind the whole report: the one that explains every failed check.

    Where there are several, or some checks have none, each stands with its checks (`Entry.notes`).
    """
    require(report, StudentReport)
    failed = [o for o in report.outcomes if MARKS[o.verdict][1] == "bad"]
    found = {o.hint.in_(language) for o in failed if o.hint or not o.measured}
    return tuple(found) if len(found) == 1 and "" not in found else ()


def remarks(report: StudentReport, language: str) -> tuple[str, ...]:
    """Return all that cost points and all that may help, in short."""
    lines = []
    for entry in entries(report, language):
        if entry.verdict not in (Verdict.PASSED, *SILENT):
            lines += [f"{entry.mark} {line}" for line in check_lines(entry)]
            lines += [f"  {word} {text}" for word, text in entry.notes]
    return (*lines, *hints(report, language))


def headline(report: StudentReport, language: str) -> str:
    """Return one kind sentence about the whole report."""
    require(report, StudentReport)
    judged = [o.verdict for o in report.outcomes if o.verdict not in SILENT]
    if report.pending:
        return WORDS["pending"].in_(language)
    said = {o.message.en for o in report.outcomes if o.verdict is Verdict.NOT_ATTEMPTED}
    unwritten = all(not text or text.startswith(LABELS[Verdict.NOT_ATTEMPTED].en) for text in said)
    if unwritten and judged and all(v is Verdict.NOT_ATTEMPTED for v in judged):
        return WORDS["not_attempted"].in_(language)
    passed = sum(v is Verdict.PASSED for v in judged)
    kind = "all_passed" if passed == len(judged) else "some_passed"
    return WORDS[kind].in_(language).format(passed=passed, total=len(judged))


def check_lines(entry: Entry) -> list[str]:
    """Return what these checks ask and what they earned, a line for each."""
    return [
        f"{sentence} ({share})" if share else sentence
        for sentence, share in zip(entry.sentences, entry.shares, strict=True)
    ]


def detail_lines(entry: Entry, language: str) -> list[str]:
    """Return what happened as lines: the call, what differed, the student's own code."""
    lines = []
    if entry.counterexample:
        lines += WORDS["with"].in_(language).format(call=entry.counterexample).splitlines()
    lines += entry.details.splitlines()
    return lines + [f"  {line}" for line in entry.trace]


def score_in_words(report: StudentReport) -> str:
    """Return ``4.5 / 6``, or a dash for an exercise of which nothing could run here."""
    require(report, StudentReport)
    score = "–" if report.pending else number(report.score)
    return f"{score} / {number(report.points)}"


def warning_lines(report: StudentReport, language: str) -> list[str]:
    """Return what was mended or looks odd, a line for each."""
    require(report, StudentReport)
    return [f"! {' '.join(text.in_(language).split())}" for text in report.warnings]


def _entry(group: Sequence[StudentOutcome], language: str, said: set[str]) -> Entry:
    """Return an entry; notes that are `said` already are left out, and its own added to them."""
    first = group[0]
    notes = {o.hint.in_(language): WORDS["hint"] for o in group}
    notes |= {o.guess.in_(language): WORDS["guess"] for o in group}
    new = {text: word for text, word in notes.items() if text and text not in said}
    said.update(new)
    mark, tone = MARKS[first.verdict]
    sentences = (outcome.sentence.in_(language) for outcome in group)
    return Entry(
        verdict=first.verdict, mark=mark, tone=tone, label=LABELS[first.verdict].in_(language),
        sentences=tuple(" ".join(sentence.split()) for sentence in sentences),
        shares=tuple(_share_in_words(outcome, language) for outcome in group),
        counterexample=first.counterexample.in_(language),
        details=first.message.in_(language) or _default_message(first, language),
        trace=first.trace, measured=first.measured,
        notes=tuple((word.in_(language), text) for text, word in new.items()),
    )  # fmt: skip


def _share_in_words(outcome: StudentOutcome, language: str) -> str:
    if outcome.share is None:
        return ""
    earned, worth = map(number, outcome.share)
    return WORDS["points"].in_(language).format(earned=earned, worth=worth)


def _default_message(outcome: StudentOutcome, language: str) -> str:
    return "" if outcome.verdict is Verdict.PASSED else LABELS[outcome.verdict].in_(language)
