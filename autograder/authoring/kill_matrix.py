"""The kill matrix: which check fails on which answer. It decides whether an exercise is done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from autograder.authoring.second_look import Seen, second_look
from autograder.course.skeleton import skeleton
from autograder.course.witnesses import UNKNOWN, Witness
from autograder.grading.check_runner import CheckRunner
from autograder.grading.replaying import CheckRun
from autograder.grading.session import Session
from autograder.model import Cell, Exercise, Outcome, Verdict

CANARY = "the canary of this validation run"
# SKIPPED: a budget that was not measured, because another check has shown wrong values.
NOT_FAILING = (Verdict.PASSED, Verdict.NOT_RUN, Verdict.SKIPPED)
MINIMUM_WRONG, MINIMUM_ACCEPTED = 6, 2


@dataclass(frozen=True)
class Row:
    """One answer and what the checks said about it.

    Attributes:
        kind: ``"reference"``, ``"accepted"``, ``"wrong"``, ``"skeleton"`` or ``"canary"``.
        expected: The checks that must fail.
        seen: What a second look at a wrong answer shows.
    """

    kind: str
    name: str
    expected: frozenset[str]
    outcomes: tuple[Outcome, ...]
    seen: Seen = field(default_factory=Seen)

    @property
    def failed(self) -> frozenset[str]:
        return frozenset(o.check for o in self.outcomes if o.verdict not in NOT_FAILING)

    @property
    def internal(self) -> tuple[Outcome, ...]:
        return tuple(o for o in self.outcomes if o.verdict is Verdict.INTERNAL_ERROR)


@dataclass(frozen=True)
class Matrix:
    """The kill matrix of one exercise.

    Attributes:
        problems: Why the exercise is not done, each a sentence; empty when it is.
    """

    exercise: Exercise
    rows: tuple[Row, ...]
    problems: tuple[str, ...]
    witnesses: tuple[Witness, ...] = ()


def matrix_of(runner: CheckRunner, exercise: Exercise, open_process) -> Matrix:
    """Judge the reference, every accepted and every wrong answer, the skeleton and a canary."""
    rows: list[Row] = []
    first: dict[str, list[CheckRun]] = {}
    for kind, name, source, expected in _answers(exercise):
        cells = (Cell(f"{exercise.name}.py", source),)
        session = Session(exercise, cells, open_process)
        try:
            outcomes, runs = runner.judge_closely(session)
        finally:
            session.close()
        rows.append(Row(kind, name, expected, outcomes))
        if kind == "wrong":
            failed = [runs[check] for check in runs if check in rows[-1].failed]
            first[name] = [run for run in failed if not run.spec.has_budget]
    seen, witnesses = second_look(runner, first, open_process)
    rows = [replace(row, seen=seen[row.name]) if row.kind == "wrong" else row for row in rows]
    slow = tuple(witness for row in rows for witness in _too_slow(exercise, row))
    problems = tuple(problems_of(exercise, rows))
    return Matrix(exercise, tuple(rows), problems, (*witnesses, *slow))


def _too_slow(exercise: Exercise, row: Row) -> Iterable[Witness]:
    """Yield the budgets of an answer that is wrong in nothing else."""
    budgets = {check.name for check in exercise.checks if check.has_budget}
    if row.kind == "wrong" and row.failed <= budgets:
        for name in row.failed:
            yield Witness(row.name, name, None, UNKNOWN)


def _answers(exercise: Exercise) -> Iterable[tuple[str, str, str, frozenset[str]]]:
    everything = frozenset(check.name for check in exercise.checks)
    yield "reference", "reference", exercise.reference, frozenset()
    for answer in exercise.accepted:
        yield "accepted", answer.name, answer.source, frozenset()
    for wrong in exercise.wrong:
        yield "wrong", wrong.name, wrong.source, frozenset(wrong.fails)
    yield "skeleton", "skeleton", skeleton(exercise), everything
    yield "canary", "canary", _canary(exercise), everything


def _canary(exercise: Exercise) -> str:
    """Return a submission that raises an exception of its own wherever it is called."""
    raising = f'raise ArithmeticError("{CANARY}")'
    return skeleton(exercise).replace("raise NotImplementedError()", raising)


def problems_of(exercise: Exercise, rows: Sequence[Row]) -> Iterable[str]:
    """Return why an exercise with these rows is not done, each a sentence."""
    for row in rows:
        for outcome in row.internal:
            yield f"{row.kind} {row.name}: {outcome.check} broke: {outcome.note.strip()[-300:]}"
        if row.failed != row.expected - _not_run(row):
            missed, extra = (
                sorted(row.expected - row.failed - _not_run(row)),
                sorted(row.failed - row.expected),
            )
            details = {o.check: o.message.en[:120] for o in row.outcomes if o.check in extra}
            yield f"{row.kind} {row.name}: not failed {missed}, failed unexpectedly {details}"
        yield from (f"wrong {row.name}: {problem}" for problem in row.seen.problems)
        yield from _hint_problems(exercise, row)
    canary = next(row for row in rows if row.kind == "canary")
    if not any(CANARY in outcome.message.en for outcome in canary.outcomes):
        yield "the canary did not surface: the student's code is not what ran"
    wrong = [row for row in rows if row.kind == "wrong"]
    for check in exercise.checks:
        killed = [row for row in wrong if check.name in row.failed]
        alone = any(row.failed == {check.name} for row in killed)
        not_run = any(check.name in _not_run(row) for row in rows)
        if not (alone or check.kept_because or not_run):
            yield f"{check.name} is the only killer of no wrong answer: give one, or kept_because"
    if len(exercise.wrong) < MINIMUM_WRONG or len(exercise.accepted) < MINIMUM_ACCEPTED:
        yield (
            f"{len(exercise.wrong)} wrong and {len(exercise.accepted)} accepted answers; at least "
            f"{MINIMUM_WRONG} and {MINIMUM_ACCEPTED} are needed"
        )


def _hint_problems(exercise: Exercise, row: Row) -> Iterable[str]:
    """Yield where a wrong answer shows no hint of its own, or another one's."""
    texts = {wrong.name: wrong.misconception for wrong in exercise.wrong}
    others: set[str] = set()
    for check, names in row.seen.meant.items():
        if names and row.name not in names:
            yield f"wrong {row.name}: {check} shows the hint of {', '.join(names)}"
        others |= {name for name in names if texts[name] != texts[row.name]}
    told = [names for names in row.seen.meant.values() if row.name in names]
    if row.seen.meant and not any({texts[name] for name in names} == {texts[row.name]}
                                  for names in told):  # fmt: skip
        yield (
            f"wrong {row.name}: its hint is never shown; its results are those of "
            f"{', '.join(sorted(others)) or 'no known answer'}: let a check tell them apart, or "
            "give both the same docstring"
        )


def _not_run(row: Row) -> frozenset[str]:
    return frozenset(o.check for o in row.outcomes if o.verdict is Verdict.NOT_RUN)
