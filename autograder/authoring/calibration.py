"""Whether an exercise's budgets stand where noise cannot reach them. Pure.

The limit must lie well above every good answer and well below every answer that it is to stop;
between them nobody is judged by chance.
"""

from __future__ import annotations

from collections.abc import Iterable

from autograder.authoring.kill_matrix import Matrix, Row
from autograder.model import CheckSpec, Measure, MeasureKind, Verdict

REFERENCE_SHARE, ACCEPTED_SHARE, SLOW_SHARE = 0.5, 0.75, 1.5
UNITS = {
    MeasureKind.TIME: "x",
    MeasureKind.MEMORY: "x",
    MeasureKind.GROWTH: "in the exponent",
}


def problems_of(matrix: Matrix) -> tuple[str, ...]:
    """Return why budgets of this exercise are refused, each a sentence with its figures."""
    return tuple(
        problem
        for check in matrix.exercise.checks
        if check.has_budget
        for problem in _problems(check, matrix.rows)
    )


def figures_of(matrix: Matrix) -> tuple[str, ...]:
    """Return where every answer stands in every budget, a line for each."""
    return tuple(
        f"{check.name}: {row.kind} {row.name} {_figures(measure)}"
        for check in matrix.exercise.checks
        for row in matrix.rows
        for measure in _measures(row, check)
        if row.kind in ("reference", "accepted") or _is_slow(row, check)
    )


def _problems(check: CheckSpec, rows: tuple[Row, ...]) -> Iterable[str]:
    slow, ran = 0, False
    for row in rows:
        for measure in _measures(row, check):
            ran = True
            share = measure.seen / measure.limit
            most = {"reference": REFERENCE_SHARE, "accepted": ACCEPTED_SHARE}.get(row.kind)
            if most is not None and share > most:
                yield (
                    f"{check.name}: {row.kind} {row.name} takes {share:.2f} of the limit, more "
                    f"than {most:g} ({_figures(measure)}): raise the limit or the work of a call"
                )
        if _is_slow(row, check):
            slow += 1
            share = max(m.seen / m.limit for m in _measures(row, check))
            if share < SLOW_SHARE:
                yield (
                    f"{check.name}: {row.name} takes only {share:.2f} of the limit, less than "
                    f"{SLOW_SHARE:g} ({_figures(_measures(row, check)[-1])}): lower the limit"
                )
    if ran and not slow:
        yield f"{check.name}: no wrong answer is over the budget: add the slow one it is to stop"


def _measures(row: Row, check: CheckSpec) -> tuple[Measure, ...]:
    return next((o.measured for o in row.outcomes if o.check == check.name), ())


def _is_slow(row: Row, check: CheckSpec) -> bool:
    outcome = next((o for o in row.outcomes if o.check == check.name), None)
    if outcome is None or outcome.verdict is not Verdict.OVER_BUDGET:
        return False
    return row.kind == "wrong" and bool(outcome.measured)


def _figures(measure: Measure) -> str:
    unit = UNITS[measure.kind]
    return (
        f"{measure.seen:.3g} {unit}, {measure.low:.3g} to {measure.high:.3g}; "
        f"limit {measure.limit:.3g}"
    )
