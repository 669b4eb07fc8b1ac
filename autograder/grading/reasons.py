"""A student's reports beside what intake knows: the true reason, and each reason once. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from autograder.model import Cause, Outcome, Report, Text, Verdict


def explained(
    reports: Sequence[Report], warnings: Sequence[Text]
) -> tuple[tuple[Report, ...], tuple[Text, ...]]:
    """Return the reports and the submission's warnings as they are told.

    Where intake knows why a function is missing, its exercise says so instead of "is not defined".
    What several reports warn of is a warning of the submission: they load the same cells.
    """
    causes = list(dict.fromkeys(text for text in warnings if isinstance(text, Cause)))
    often = Counter(text for report in reports for text in dict.fromkeys(report.warnings))
    shared = tuple(text for text, count in often.items() if count > 1)
    told = []
    for report in reports:
        own = [cause for cause in causes if report.exercise in cause.exercises]
        left = tuple(text for text in report.warnings if text not in shared)
        told.append(replace(report, outcomes=_with_reason(report.outcomes, own), warnings=left))
    plain = (Text(text.en, text.zh) for text in (*warnings, *shared))
    return tuple(told), tuple(dict.fromkeys(plain))


def _with_reason(outcomes: Sequence[Outcome], causes: Sequence[Cause]) -> tuple[Outcome, ...]:
    if not causes:
        return tuple(outcomes)
    reason = Text("; ".join(cause.en for cause in causes), ";".join(cause.zh for cause in causes))
    return tuple(
        replace(outcome, message=reason) if outcome.verdict is Verdict.NOT_ATTEMPTED else outcome
        for outcome in outcomes
    )
