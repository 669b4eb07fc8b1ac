"""The kill matrix: which check fails on which answer. It decides whether an exercise is done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autograder.course.skeleton import skeleton
from autograder.course.witnesses import Witness
from autograder.grading.check_runner import CheckRunner, new_witness
from autograder.grading.session import Session
from autograder.model import Cell, Exercise, Outcome, Verdict

CANARY = "the canary of this validation run"
NOT_FAILING = (Verdict.PASSED, Verdict.NOT_RUN)
MINIMUM_WRONG, MINIMUM_ACCEPTED = 6, 2


@dataclass(frozen=True)
class Row:
    """One answer and what the checks said about it.

    Attributes:
        kind: ``"reference"``, ``"accepted"``, ``"wrong"``, ``"skeleton"`` or ``"canary"``.
        expected: The checks that must fail.
    """

    kind: str
    name: str
    expected: frozenset[str]
    outcomes: tuple[Outcome, ...]

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
    rows, witnesses = [], []
    for kind, name, source, expected in _answers(exercise):
        session = Session(exercise, (Cell(f"{exercise.name}.py", source),), open_process)
        try:
            rows.append(Row(kind, name, expected, runner.judge(session)))
            if kind == "wrong":
                witnesses += _witnesses(runner, session, name, rows[-1])
        finally:
            session.close()
    return Matrix(exercise, tuple(rows), tuple(problems_of(exercise, rows)), tuple(witnesses))


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


def _witnesses(runner: CheckRunner, session: Session, name: str, row: Row) -> list[Witness]:
    found = []
    for spec in session.exercise.checks:
        if spec.name in row.failed and not spec.has_budget:
            run, _ = runner.run_check(session, spec)
            if run.error is not None:
                found.append(new_witness(name, spec, run))
    return found


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


def _not_run(row: Row) -> frozenset[str]:
    return frozenset(o.check for o in row.outcomes if o.verdict is Verdict.NOT_RUN)
