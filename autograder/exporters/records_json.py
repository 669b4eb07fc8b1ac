"""Full reports as JSON, for platforms and for ``--json``. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import msgspec

from autograder.feedback.entries import redacted
from autograder.feedback.sanitise import clean
from autograder.model import Grade

FORMAT = 1


def render(grades: Sequence[Grade], *, staff: bool = True) -> bytes:
    """Return ``{"format": 1, "grades": [...]}``: every field of `Grade`, and its ``final``.

    Texts are ``{"en": ..., "zh": ...}``; numbers that are not finite become null.

    Args:
        staff: Keep what only staff may see; without it, each report is as its student sees it.
    """
    data = {"format": FORMAT, "grades": [_record(grade, staff) for grade in grades]}
    return msgspec.json.format(msgspec.json.encode(_storable(data)), indent=1) + b"\n"


def _record(grade: Grade, staff: bool) -> dict[str, Any]:
    if not staff:
        grade = replace(grade, reports=tuple(map(redacted, grade.reports)), origin="")
    return {**msgspec.to_builtins(grade), "final": grade.final}


def _storable(value: Any) -> Any:
    """Return `value` with every text free of what JSON or a terminal cannot hold."""
    if isinstance(value, str):
        return clean(value, 8000)
    if isinstance(value, dict):
        return {_storable(key): _storable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(item) for item in value]
    return value
