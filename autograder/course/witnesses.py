"""Witnesses: the smallest inputs that expose each known wrong answer, and how it answers them.

They are made by the kill matrix, kept in ``witnesses/`` (private, generated) with a digest of what
they were made from, and tried before the drawn examples. Which of them a submission fails, and with
which answers, tells which misconception it holds.
"""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from autograder.course.digests import code_of, deciding, sha256
from autograder.model import Exercise, Text


@dataclass(frozen=True)
class Witness:
    """One wrong answer failing one check.

    Attributes:
        args: Encoded drawn arguments, or None for a check without any.
        fingerprint: Digest of the wrong answer's replies on them.
    """

    wrong: str
    check: str
    args: bytes | None
    fingerprint: str


@dataclass(frozen=True)
class Witnesses:
    """All witnesses of one exercise, and what each wrong answer means."""

    items: tuple[Witness, ...] = ()
    misconceptions: tuple[tuple[str, Text], ...] = ()

    def of(self, check: str) -> list[bytes]:
        """Return the arguments of the check's witnesses, smallest first, each once."""
        found = {w.args for w in self.items if w.check == check and w.args is not None}
        return sorted(found, key=lambda args: (len(args), args))

    def hint(self, failing: dict[str, dict[bytes | None, str]]) -> Text:
        """Return the misconception that fails exactly so, or an empty text.

        Args:
            failing: Failed check -> arguments -> fingerprint of the submission's answers.
        """
        for wrong, text in self.misconceptions:
            own = {w.check: w for w in self.items if w.wrong == wrong}
            if own.keys() == failing.keys() and all(
                failing[check].get(w.args, "") == w.fingerprint for check, w in own.items()
            ):
                return text
        return Text()


def path_of(exercise: Exercise) -> Path:
    """Return where the exercise's witnesses are kept."""
    return exercise.folder.parent.parent.parent / "witnesses" / f"{exercise.slug}.json"


def made_from(exercise: Exercise) -> str:
    """Return the digest of what an exercise's witnesses are made from.

    Of a wrong answer its code counts and not its docstring, which is read anew for each hint.
    """
    wrong = [part for w in exercise.wrong for part in (w.name, code_of(w.source))]
    return sha256(deciding(exercise), *wrong)


def digest_with(exercise: Exercise) -> str:
    """Return the digest of all that decides outcomes about an exercise: with its witnesses."""
    known = b""
    with contextlib.suppress(OSError):  # judging meets it too, and says what is wrong
        known = _read(exercise)
    return sha256(deciding(exercise), known)


class _Stamp(msgspec.Struct):
    exercise: str


def _read(exercise: Exercise) -> bytes:
    """Return the file of an exercise's witnesses; empty if it is missing or made from others."""
    try:
        data = path_of(exercise).read_bytes()
        stamp = msgspec.json.decode(data, type=_Stamp)
    except (FileNotFoundError, msgspec.DecodeError):
        return b""
    return data if stamp.exercise == made_from(exercise) else b""


def are_fresh(exercise: Exercise) -> bool:
    """Return whether witnesses are kept that were made from this very exercise."""
    return bool(_read(exercise))


def load(exercise: Exercise) -> Witnesses:
    """Return the exercise's witnesses; none when they are missing or of another version."""
    data = _read(exercise)
    if not data:
        return Witnesses()
    rows = msgspec.json.decode(data)["witnesses"]
    items = tuple(
        Witness(
            w["wrong"],
            w["check"],
            base64.b64decode(w["args"]) if w["args"] else None,
            w["fingerprint"],
        )
        for w in rows
    )
    return Witnesses(items, tuple((w.name, w.misconception) for w in exercise.wrong))


def render(exercise: Exercise, items: Iterable[Witness]) -> str:
    """Return the text of the exercise's witness file."""
    rows = [
        {
            "wrong": w.wrong,
            "check": w.check,
            "fingerprint": w.fingerprint,
            "args": base64.b64encode(w.args).decode() if w.args is not None else "",
        }
        for w in sorted(items, key=lambda w: (w.wrong, w.check))
    ]
    data = {"exercise": made_from(exercise), "witnesses": rows}
    return msgspec.json.format(msgspec.json.encode(data), indent=1).decode() + "\n"
