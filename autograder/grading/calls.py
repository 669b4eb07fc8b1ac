"""Calls as a counterexample says them. Pure.

A call of the student's function is shown as it was made. A call of a driver of ours would tell a
student nothing: its sentence is shown, filled with the arguments.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from autograder.checks.describe import call_in_words, describe, shortly
from autograder.course.drivers import FIELD
from autograder.model import Driver, Text
from autograder.sandbox.processes.channel import Call


def calls_in_words(calls: Sequence[Call], drivers: Iterable[Driver]) -> Text:
    """Return these calls in their order, each once."""
    known = {driver.name: driver for driver in drivers}
    words = [_words(call, known.get(call.driver)) for call in calls]
    words = list(dict.fromkeys(words))
    return Text(", then ".join(each.en for each in words), ",然后 ".join(e.zh for e in words))


def _words(call: Call, driver: Driver | None) -> Text:
    if driver is None:
        shown = call_in_words(call.name, call.args, call.kwargs)
        return Text(shown, shown)
    named = len(driver.parameters)
    given = dict(zip(driver.parameters, call.args, strict=False))
    values: dict[str, Any] = dict(driver.defaults) | given | call.kwargs
    if driver.rest:
        values[driver.rest] = _Rest(call.args[named:])
    return Text(_filled(driver.sentence.en, values), _filled(driver.sentence.zh, values))


class _Rest(tuple):
    """Arguments that are shown as in a call."""


def _filled(sentence: str, values: Mapping[str, Any]) -> str:
    def shown(name: str, part: str) -> str:
        value = values.get(name, "...")
        if isinstance(value, _Rest):
            return ", ".join(map(describe, value))
        if part:
            value = value[int(part)] if int(part) < len(value) else "..."
        return shortly(value)

    return FIELD.sub(lambda found: shown(found[1], found[2]), sentence)
