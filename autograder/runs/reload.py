"""A finished run again, from what it published."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from autograder.errors import SubmissionError
from autograder.intake.accounting import Entry
from autograder.intake.archives import Refused
from autograder.model import Grade, Text
from autograder.runs.run import FACTS, PLACES, Run


@dataclass(frozen=True)
class _Facts:
    date: str = ""
    level: str = ""
    seed: int | None = None
    read_as: str = ""


@dataclass(frozen=True)
class _Stored:
    """The format of the file `FACTS`; older runs lack some of it."""

    facts: _Facts = _Facts()
    refused: tuple[Refused, ...] = ()
    missing: tuple[str, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    entries: tuple[Entry, ...] = ()
    notes: tuple[Text, ...] = ()


def stored_grades(out: Path) -> bytes:
    """Return the ``grades.json`` of the run in `out`.

    Raises:
        SubmissionError: There is no finished run.
    """
    path = out / PLACES["all outcomes"]
    if not path.exists():
        raise SubmissionError(
            "no finished run here",
            where=str(out),
            cure="name the folder that `autograder grade --out` wrote",
        )
    return path.read_bytes()


def reload(out: Path) -> Run:
    """Return the run whose results lie in `out`, as it was published.

    Raises:
        SubmissionError: There is no finished run, or its files are damaged.
    """
    facts = out / FACTS
    try:
        text = stored_grades(out)
        records = msgspec.json.decode(text, type=dict[str, Any])["grades"]
        grades = msgspec.convert(records, tuple[Grade, ...], strict=False)
        known = msgspec.json.decode(facts.read_bytes() if facts.exists() else b"{}", type=_Stored)
    except (msgspec.MsgspecError, KeyError, UnicodeDecodeError, OSError) as error:
        raise SubmissionError(
            f"the results cannot be read ({error})",
            where=str(out),
            cure="grade the class into this folder again, what is graded stays graded",
        ) from None
    return Run(
        grades=grades,
        refused=known.refused,
        missing=known.missing,
        kept=known.kept,
        date=known.facts.date,
        level=known.facts.level,
        seed=known.facts.seed,
        read_as=known.facts.read_as,
        entries=known.entries,
        notes=known.notes,
        files={name: out / file for name, file in PLACES.items() if (out / file).exists()},
    )
