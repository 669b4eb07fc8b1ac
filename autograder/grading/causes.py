"""The cause of a failed check where the submission's own text shows it. Pure.

It changes what is said, and for a leftover ``raise`` the verdict's name; never the points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from autograder.grading.replaying import CheckRun
from autograder.grading.telling import DRIVEN
from autograder.grading.verdicts import fault_in_words, missing_in_words
from autograder.intake.answers import DEFINITION, names_of
from autograder.intake.bindings import Bound
from autograder.intake.mistakes import (
    ENDLESS,
    NOTHING,
    PRINTS,
    RECURSION_LINES,
    place_of,
    prints_instead,
    raises_still,
    still_raises,
    unknown_name,
    wrong_parameters,
)
from autograder.model import Cell, Exercise, Outcome, Text, Verdict
from autograder.sandbox.processes.faults import StudentFault, StudentMissing, StudentRaised
from autograder.sandbox.processes.statements import Place

NONE = "NoneType: None"
MAX_FAULT = 200
Faults = Sequence[tuple[Place, StudentFault]]


def with_cause(outcome: Outcome, run: CheckRun) -> Outcome:
    """Return the outcome; where its cause is known, that is said in place of what Python says."""
    exercise, cells = run.session.exercise, run.session.cells
    error = run.error
    if isinstance(error, StudentMissing):
        return replace(outcome, message=_renamed(error, exercise, cells))
    if isinstance(error, StudentRaised):
        return _raised(outcome, error, run)
    if run.nothing and outcome.verdict is Verdict.WRONG:
        names = exercise.functions if run.nothing == DRIVEN else (run.nothing,)
        prints = any(prints_instead([cell.source for cell in cells], name) for name in names)
        cause, said = PRINTS if prints else NOTHING, outcome.message
        en, zh = (text.replace(NONE, "None") for text in (said.en, said.zh))
        return replace(outcome, message=Text(f"{cause.en} ({en})", f"{cause.zh}({zh})"))
    return outcome


def load_warnings(exercise: Exercise, cells: Sequence[Cell], faults: Faults) -> tuple[Text, ...]:
    """Return the warnings about what did not run; where an older answer counts instead, so."""
    return tuple(_older(exercise, cells, *fault) or fault_in_words(*fault) for fault in faults)


def _raised(outcome: Outcome, error: StudentRaised, run: CheckRun) -> Outcome:
    exercise, cells = run.session.exercise, run.session.cells
    last = error.trace[-1] if error.trace else ""
    if outcome.verdict is Verdict.NOT_ATTEMPTED and last:
        cell, line = place_of(last)
        source = next((each.source for each in reversed(cells) if each.name == cell), "")
        if raises_still(source, line):
            return replace(outcome, verdict=Verdict.CRASHED, message=still_raises(last),
                           trace=())  # fmt: skip
    if outcome.verdict is not Verdict.CRASHED:
        return outcome
    if error.is_a("SyntaxError") and last:
        cell, line = place_of(last)
        reason = error.message.split(" (")[0]
        told = Text(f"{cell} has a syntax error in line {line}: {reason} (SyntaxError)",
                    f"{cell} 第 {line} 行有语法错误:{reason}(SyntaxError)")  # fmt: skip
        return replace(outcome, message=told)
    if error.is_a("RecursionError"):
        return replace(outcome, message=Text(f"{ENDLESS.en} (RecursionError)",
                                             f"{ENDLESS.zh}(RecursionError)"),
                       trace=error.trace[-RECURSION_LINES:])  # fmt: skip
    cause = None
    if error.type_name == "NameError":
        failed = _unbound(cells, run.session.process.faults)
        cause = unknown_name(error.message, cells, failed, where=place_of(last))
    elif error.type_name == "TypeError" and not error.trace:
        cause = wrong_parameters(error.message, exercise.reference)
    return replace(outcome, message=cause) if cause else outcome


def _unbound(cells: Sequence[Cell], faults: Faults) -> dict[str, Text]:
    """Return what failed statements and cells would have bound -> which it was, and why."""
    said: dict[str, Text] = {}
    for place, fault in faults:
        whole = (cell.source for cell in cells if cell.name == place.cell and not place.line)
        names = {*place.binds, *(name for source in whole for name in names_of(source, {}))}
        words = str(fault)[:MAX_FAULT]
        text = Text(f"{place} did not run ({words})", f"{place} 没有运行({words})")
        said |= dict.fromkeys(names, text)
    return said


def _renamed(error: StudentMissing, exercise: Exercise, cells: Sequence[Cell]) -> Text:
    """Name what is defined instead: something similar, or what stands in the exercise's cell."""
    defined = [name for name in error.defined if name not in exercise.functions]
    if not defined and "." not in error.name:
        own = [c for c in cells if c.exercise == exercise.slug
               or c.grade_id.startswith(f"{exercise.grade_id}__")]  # fmt: skip
        found = dict.fromkeys(name for cell in own for name in DEFINITION.findall(cell.source))
        defined = [n for n in found if n not in exercise.functions and n[:1] != "_"][:3]
    return missing_in_words(error.name, defined)


def _older(
    exercise: Exercise, cells: Sequence[Cell], place: Place, fault: StudentFault
) -> Text | None:
    """Return what to say of a cell that does not parse while another cell still answers."""
    if not isinstance(fault, StudentRaised) or not fault.is_a("SyntaxError") or place.line:
        return None
    broken = next((cell for cell in cells if cell.name == place.cell), None)
    names = set(DEFINITION.findall(broken.source if broken else "")) & set(exercise.functions)
    for name in sorted(names):
        older = [cell.name for cell in cells if cell is not broken
                 and names_of(cell.source, {}).get(name) is Bound.ANSWER]  # fmt: skip
        if older:
            _, line = place_of(fault.trace[-1]) if fault.trace else ("", 0)
            reason = fault.message.split(" (")[0][:200]
            return Text(
                f"{place.cell} has a syntax error in line {line} ({reason}), so the older `{name}` "
                f"of {older[-1]} was judged",
                f"{place.cell} 第 {line} 行有语法错误({reason}),因此评判的是 {older[-1]} 中较旧的 "
                f"`{name}`",
            )
    return None
