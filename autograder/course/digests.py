"""Digests of what decides an outcome, and of nothing else that an author writes.

A comma in a statement or a fifth star changes nothing here, so it voids neither a class's stored
reports nor the witnesses. What a field of `Exercise` or `CheckSpec` is for is decided by exclusion:
a new field counts until it is named below.
"""

from __future__ import annotations

import ast
import hashlib
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

import msgspec

from autograder.course.drivers import without_sentences
from autograder.model import Accepted, Exercise, WrongAnswer

# Also what is made here, and wrong answers, which decide through their witnesses.
FOR_READERS = {"title", "stars", "source", "statement", "accepted", "practices", "kept_because",
               "drivers"}  # fmt: skip
NOT_DECIDING = frozenset(FOR_READERS | {"folder", "digest", "wrong"})


def sha256(*parts: str | bytes) -> str:
    """Return the SHA-256 of these parts as hex digits; where one ends and the next begins counts.

    Text may hold what UTF-8 cannot, as half of a surrogate pair.
    """
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(hashlib.sha256(data).digest())
    return digest.hexdigest()


def deciding(exercise: Exercise) -> str:
    """Return the digest of the parts of an exercise that decide outcomes, but for its witnesses.

    Checks and reference as they are written, the scenario without its docstrings; points, profile,
    every limit and every check's table as they are resolved, so that a changed default counts.
    """
    plain = _plain(exercise) | {"scenario": without_sentences(exercise.scenario)}
    return sha256(msgspec.json.encode(plain, order="sorted"))


def answers(exercise: Exercise) -> str:
    """Return the digest of the accepted and the wrong answers, as they are written."""
    every: tuple[Accepted | WrongAnswer, ...] = (*exercise.accepted, *exercise.wrong)
    counts = f"{len(exercise.accepted)} {len(exercise.wrong)}"
    return sha256(counts, *(part for answer in every for part in (answer.name, answer.source)))


@cache  # asked of every wrong answer for each submission
def code_of(source: str) -> str:
    """Return a module's source without its docstring."""
    first = next(iter(ast.parse(source).body), None)
    if not (isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)):
        return source
    if not isinstance(first.value.value, str):
        return source
    return source.replace(ast.get_source_segment(source, first) or "", "", 1)


def _plain(value: Any) -> Any:
    """Turn a value into what JSON knows: 2 and 2.0 are one number, an enumeration is its text."""
    if is_dataclass(value):
        names = [field.name for field in fields(value) if field.name not in NOT_DECIDING]
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, bool):
        return value
    return float(value) if isinstance(value, int | float) else str(value)
