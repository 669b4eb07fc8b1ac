"""Full reports as JSON, for platforms and for ``--json``. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from autograder.feedback.redaction import StudentGrade, require
from autograder.feedback.sanitise import clean
from autograder.model import Grade

FORMAT = 1


def render(grades: Sequence[Grade]) -> bytes:
    """Return ``{"format": 1, "grades": [...]}`` for staff: all of `Grade`, and its ``final``.

    Texts are ``{"en": ..., "zh": ...}``; numbers that are not finite become null.
    """
    return _encoded([{**msgspec.to_builtins(grade), "final": grade.final} for grade in grades])


def render_for_students(grades: Sequence[StudentGrade]) -> bytes:
    """Return the same of what students may see: every field of `StudentGrade`."""
    for grade in grades:
        require(grade, StudentGrade)
    return _encoded([msgspec.to_builtins(grade) for grade in grades])


def _encoded(records: list[dict[str, Any]]) -> bytes:
    data = {"format": FORMAT, "grades": records}
    return msgspec.json.format(msgspec.json.encode(_storable(data)), indent=1) + b"\n"


def _storable(value: Any) -> Any:
    """Return `value` with every text free of what JSON or a terminal cannot hold."""
    if isinstance(value, str):
        return clean(value, 8000)
    if isinstance(value, dict):
        return {_storable(key): _storable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(item) for item in value]
    return value
