"""What one check's outcome means in the light of the others: hints, guesses, unmeasured budgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from autograder.course.witnesses import Failing, Witnesses
from autograder.grading.guesses import guess
from autograder.grading.replaying import CheckRun
from autograder.grading.verdicts import wrong_here_alone
from autograder.measuring.signals import ValuesDiffer
from autograder.model import Exercise, Outcome, Text, Verdict

NOT_FAILING = (Verdict.PASSED, Verdict.NOT_RUN, Verdict.SKIPPED, Verdict.INTERNAL_ERROR)


def explained(
    exercise: Exercise,
    outcomes: Sequence[Outcome],
    runs: Mapping[str, CheckRun],
    witnesses: Witnesses,
) -> tuple[Outcome, ...]:
    """Return the outcomes with their hints and guesses, budgets beside wrong values unmeasured.

    Args:
        runs: What the checks showed that were run.
    """
    failing = failing_of(exercise, outcomes, runs)
    return tuple(
        _explained(outcome, runs.get(outcome.check), failing, witnesses) for outcome in outcomes
    )


def failing_of(
    exercise: Exercise, outcomes: Sequence[Outcome], runs: Mapping[str, CheckRun]
) -> Failing:
    """Return the failed checks without a budget, with how the submission answers the witnesses."""
    budgets = {spec.name for spec in exercise.checks if spec.has_budget}
    failed = [o.check for o in outcomes if o.verdict not in NOT_FAILING and o.check not in budgets]
    return {name: runs[name].signature if name in runs else None for name in failed}


def _explained(
    outcome: Outcome, run: CheckRun | None, failing: Failing, witnesses: Witnesses
) -> Outcome:
    if run is None:
        return outcome
    if isinstance(run.error, ValuesDiffer):
        return outcome if failing else wrong_here_alone(outcome, run.error)
    if outcome.verdict is Verdict.OVER_BUDGET:
        return replace(outcome, guess=witnesses.too_slow(outcome.check))
    if outcome.check not in failing:
        return outcome
    hint = witnesses.hint(outcome.check, failing)
    # What a check that does not disclose compared is nobody's business but the grader's.
    may_guess = not hint and outcome.disclosed and outcome.verdict is Verdict.WRONG
    return replace(outcome, hint=hint, guess=guess(run.evidence) if may_guess else Text())
