"""A second look at the wrong answers, as students are judged: with the witnesses just made.

It shows whether what a student reads is true: the input that is shown fails with the message that
is shown, also alone and in a new process; and each wrong answer gets its own hint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from autograder.course.witnesses import UNKNOWN, Witness, Witnesses
from autograder.grading.check_runner import CheckRunner
from autograder.grading.replaying import CheckRun
from autograder.grading.session import Session
from autograder.grading.verdicts import outcome_of
from autograder.model import Outcome, Text


@dataclass(frozen=True)
class Seen:
    """What a second look at one wrong answer shows.

    Attributes:
        problems: Where what students read would not be true, each a sentence.
        meant: Failed check -> the wrong answers that its results speak of.
    """

    problems: tuple[str, ...] = ()
    meant: dict[str, tuple[str, ...]] = field(default_factory=dict)


def second_look(
    runner: CheckRunner, first: Mapping[str, Sequence[CheckRun]], open_process: Callable
) -> tuple[dict[str, Seen], tuple[Witness, ...]]:
    """Judge wrong answers again, on the inputs that made them fail.

    Args:
        first: Each wrong answer's failed checks, those with a budget left out.

    Returns:
        What is seen, by name, and the witnesses.
    """
    inputs = Witnesses(
        tuple(
            Witness(name, run.spec.name, run.args, UNKNOWN)
            for name, runs in first.items()
            for run in runs
        )
    )
    again: dict[str, list[CheckRun]] = {}
    problems: dict[str, tuple[str, ...]] = {}
    for name, runs in first.items():
        again[name] = _judged_again(runner, runs, inputs, open_process)
        problems[name] = tuple(p for run in again[name] for p in _untrue(runner, run, open_process))
    found = tuple(
        Witness(each.wrong, each.check, each.args, run.signature)
        for each in inputs.items
        for run in again[each.wrong]
        if run.spec.name == each.check and run.signature is not None
    )
    known = Witnesses(found, tuple((name, Text()) for name in first))
    seen = {name: Seen(problems[name], _meant(known, again[name])) for name in first}
    return seen, found


def _meant(known: Witnesses, runs: Sequence[CheckRun]) -> dict[str, tuple[str, ...]]:
    failing = {run.spec.name: run.signature for run in runs if run.error is not None}
    return {check: known.meant(check, failing) for check in failing}


def _judged_again(
    runner: CheckRunner, runs: Sequence[CheckRun], inputs: Witnesses, open_process: Callable
) -> list[CheckRun]:
    if not runs:
        return []
    session = _session_like(runs[0], open_process)
    try:
        return [
            runner.run_check(CheckRun(session, run.spec, only=inputs.of(run.spec.name)))
            for run in runs
        ]
    finally:
        session.close()


def _untrue(runner: CheckRunner, run: CheckRun, open_process: Callable) -> Iterator[str]:
    """Yield what is not so when the input that is shown is tried alone in a new process."""
    name = run.spec.name
    if run.error is None:
        yield f"{name} passes the inputs that made it fail: keep its calls apart from each other"
        return
    session = _session_like(run, open_process)
    try:
        only = None if run.args is None else [run.args]
        alone = runner.run_check(CheckRun(session, run.spec, only=only))
    finally:
        session.close()
    shown, found = (_shown(outcome_of(r.spec, r.error, r.calls)) for r in (run, alone))
    if shown != found:
        yield f"{name} shows {shown}, and alone in a new process {found}"


def _session_like(run: CheckRun, open_process: Callable) -> Session:
    return Session(run.session.exercise, run.session.cells, open_process)


def _shown(outcome: Outcome) -> tuple[str, ...]:
    return (outcome.verdict, outcome.counterexample.en, outcome.message.en, *outcome.trace)
