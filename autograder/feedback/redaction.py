"""What a student may see of a report, as types of their own that only redaction makes. Pure.

Everything that shows feedback takes a `StudentReport` or a `StudentGrade`. They have no field for
what staff alone may see, so a call that was forgotten cannot show it.
"""

from __future__ import annotations

from dataclasses import InitVar, dataclass, replace
from typing import NewType

from autograder.feedback.labels import WORDS
from autograder.feedback.sanitise import clean
from autograder.grading.score import is_pending, shares_of
from autograder.model import Grade, Measure, Outcome, Report, Text, Verdict

MAX_MESSAGE, MAX_COUNTEREXAMPLE, MAX_SENTENCE, MAX_LINE, MAX_TRACE = 1200, 1200, 600, 200, 8
# Their messages hold nothing that the student's code, and so a hidden input, could have shaped.
OURS = (
    Verdict.PASSED, Verdict.OVER_BUDGET, Verdict.LIMIT_EXCEEDED, Verdict.SKIPPED, Verdict.NOT_RUN,
    Verdict.INTERNAL_ERROR,
)  # fmt: skip
RAISED = (Verdict.CRASHED, Verdict.FORBIDDEN)
# These did not judge the submission.
SILENT = (Verdict.NOT_RUN, Verdict.INTERNAL_ERROR)

_Redacted = NewType("_Redacted", object)
_REDACTED = _Redacted(object())


@dataclass(frozen=True)
class StudentOutcome:
    """One check's verdict as its student may see it: every text clean, short, and disclosed.

    Attributes:
        sentence: What the check asks.
        message, counterexample, guess, trace: As in `Outcome`; empty where they are not to be
            shown.
        share: The points it earned and could earn; None where it is not counted.
    """

    verdict: Verdict
    sentence: Text
    message: Text
    counterexample: Text
    hint: Text
    guess: Text
    trace: tuple[str, ...]
    measured: tuple[Measure, ...]
    share: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class StudentReport:
    """One exercise's report as its student may see it. Only `redact` makes one.

    Attributes:
        pending: Whether nothing of it could run here, so that there is no score yet.
    """

    exercise: str
    outcomes: tuple[StudentOutcome, ...]
    score: float
    points: float
    pending: bool
    warnings: tuple[Text, ...]
    submission_digest: str
    engine: str
    by: InitVar[_Redacted]

    def __post_init__(self, by: _Redacted) -> None:
        _refuse_others(by, "redact")


@dataclass(frozen=True, kw_only=True)
class StudentGrade:
    """One assignment's grade as its student may see it. Only `redact_grade` makes one."""

    student: str
    assignment: str
    score: float
    points: float
    penalty: float
    final: float
    reports: tuple[StudentReport, ...]
    timestamp: str
    warnings: tuple[Text, ...]
    problem: Text
    by: InitVar[_Redacted]

    def __post_init__(self, by: _Redacted) -> None:
        _refuse_others(by, "redact_grade")


def redact(report: Report) -> StudentReport:
    """Return the report as its student may see it.

    Staff's notes and the hidden seed go. What an undisclosed check saw goes too, unless a disclosed
    check saw the very same (a syntax error): then the student may read it anyway.
    """
    outcomes = [_cleaned(outcome) for outcome in report.outcomes]
    judged = [outcome for outcome in outcomes if outcome.verdict not in SILENT]
    alike = len(judged) > 1 and len({manner(outcome) for outcome in judged}) == 1
    public = {manner(outcome) for outcome in outcomes if outcome.disclosed}

    def shown(outcome: Outcome, share: tuple[float, float] | None) -> StudentOutcome:
        message, counterexample, trace = outcome.message, outcome.counterexample, outcome.trace
        guess = outcome.guess if outcome.disclosed else Text()  # it tells what is expected
        if not outcome.disclosed or alike:  # alike: the input has nothing to do with it
            counterexample = Text()
        if not (outcome.disclosed or manner(outcome) in public or outcome.verdict in OURS):
            # A name that "is not defined" is a text of the student's process too.
            absent = outcome.verdict is Verdict.NOT_ATTEMPTED
            message, trace = Text() if absent else WORDS["withheld"], ()
        return StudentOutcome(outcome.verdict, outcome.sentence, message, counterexample,
                              outcome.hint, guess, trace, outcome.measured, share)  # fmt: skip

    shares = shares_of(outcomes, report.points)
    return StudentReport(
        exercise=report.exercise, outcomes=tuple(map(shown, outcomes, shares)), score=report.score,
        points=report.points, pending=is_pending(outcomes),
        warnings=tuple(_cleaned_text(text, MAX_MESSAGE) for text in report.warnings),
        submission_digest=report.submission_digest, engine=report.engine, by=_REDACTED,
    )  # fmt: skip


def redact_grade(grade: Grade) -> StudentGrade:
    """Return the grade as its student may see it: without its origin, every report redacted."""
    said = (*grade.staff, *grade.warnings)
    warnings = tuple(_cleaned_text(text, MAX_MESSAGE) for text in said)
    return StudentGrade(
        student=grade.student, assignment=grade.assignment, score=grade.score, points=grade.points,
        penalty=grade.penalty, final=grade.final, reports=tuple(map(redact, grade.reports)),
        timestamp=grade.timestamp, warnings=warnings, problem=grade.problem, by=_REDACTED,
    )  # fmt: skip


def require(value: object, kind: type) -> None:
    """Refuse what is not of the `kind` that only redaction makes.

    Raises:
        TypeError: It is something else, a `Report` or a `Grade` most likely.
    """
    if not isinstance(value, kind):
        raise TypeError(f"students are shown a {kind.__name__}, not a {type(value).__name__}")


def manner(outcome: Outcome | StudentOutcome) -> tuple[Verdict, Text, tuple[str, ...]]:
    """Return how a check ended; checks that ended in the same manner are told together."""
    return (outcome.verdict, outcome.message, outcome.trace)


def _refuse_others(by: object, maker: str) -> None:
    if by is not _REDACTED:
        raise TypeError(f"only {maker} makes what a student may see")


def _cleaned(outcome: Outcome) -> Outcome:
    trace = outcome.trace[-MAX_TRACE:] if outcome.verdict in RAISED else ()
    sentence = _cleaned_text(outcome.sentence, MAX_SENTENCE)
    return replace(
        outcome,
        sentence=Text(sentence.en or outcome.check, sentence.zh),
        message=_cleaned_text(outcome.message, MAX_MESSAGE),
        counterexample=_cleaned_text(outcome.counterexample, MAX_COUNTEREXAMPLE),
        hint=_cleaned_text(outcome.hint, MAX_MESSAGE),
        guess=_cleaned_text(outcome.guess, MAX_MESSAGE),
        trace=tuple(clean(line, MAX_LINE).replace("\n", " ") for line in trace),
    )


def _cleaned_text(text: Text, limit: int) -> Text:
    return Text(clean(text.en, limit), clean(text.zh, limit))
