"""Witnesses: the smallest inputs that expose each known wrong answer, and how it answers them.

They are made by the kill matrix, kept in ``witnesses/`` (private, generated) with a digest of what
they were made from, and tried before the drawn examples. Which of them a submission fails, and with
which answers, tells which misconception it holds.
"""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from autograder.course.digests import code_of, deciding, sha256
from autograder.model import Exercise, Text

# What a file of witnesses is like; another format voids them.
FORMAT = "witnesses 2"


@dataclass(frozen=True)
class Signature:
    """How a submission answers all witnesses of one check, and how the check takes it.

    Attributes:
        exact: Digest of the answers and of what the check says to them.
        loose: The same whatever the types and dtypes of the answers.
    """

    exact: str
    loose: str

    def likeness(self, other: Signature | None) -> int:
        """Return 2 for the same answers, 1 for the same numbers and failures, 0 for neither."""
        if other is None:
            return 0
        return 2 if self.exact == other.exact else int(self.loose == other.loose)


UNKNOWN = Signature("", "")


@dataclass(frozen=True)
class Witness:
    """One wrong answer failing one check; a budget only where it fails nothing else.

    Attributes:
        args: Encoded drawn arguments, or None for a check without any.
        signature: The wrong answer's, on the witnesses of all wrong answers that fail the check;
            `UNKNOWN` for a budget.
    """

    wrong: str
    check: str
    args: bytes | None
    signature: Signature


# Failed checks, each with how the submission answers its witnesses; None where nothing is known.
Failing = Mapping[str, Signature | None]


@dataclass(frozen=True)
class Witnesses:
    """All witnesses of one exercise, and what each wrong answer means."""

    items: tuple[Witness, ...] = ()
    misconceptions: tuple[tuple[str, Text], ...] = ()

    def of(self, check: str) -> list[bytes]:
        """Return the arguments of the check's witnesses, smallest first, each once."""
        found = {w.args for w in self.items if w.check == check and w.args is not None}
        return sorted(found, key=lambda args: (len(args), args))

    def is_known(self, check: str, signature: Signature) -> bool:
        """Return whether some wrong answer fails the check in this way."""
        return any(w.check == check and w.signature.likeness(signature) for w in self.items)

    def meant(self, check: str, failing: Failing) -> tuple[str, ...]:
        """Return the wrong answers that best explain why the check fails.

        One explains it if it answers all witnesses of the check alike, and fails no check that the
        submission passes. Of several the best is the one that is alike in most of its checks. More
        than one is returned where results do not tell them apart.

        Args:
            failing: The submission's failed checks, those with a budget left out.
        """
        ranks: dict[str, tuple[int, int]] = {}
        for wrong, _ in self.misconceptions:
            own = {w.check: w.signature for w in self.items if w.wrong == wrong}
            if check not in own or not own.keys() <= failing.keys():
                continue
            alike = {name: own[name].likeness(failing[name]) for name in own}
            if alike[check]:
                ranks[wrong] = (alike[check], sum(alike.values()))
        best = max(ranks.values(), default=None)
        return tuple(wrong for wrong, rank in ranks.items() if rank == best)

    def hint(self, check: str, failing: Failing) -> Text:
        """Return the misconception behind a failed check; empty where it cannot be told."""
        texts = {text for wrong, text in self.misconceptions if wrong in self.meant(check, failing)}
        return texts.pop() if len(texts) == 1 else Text()

    def too_slow(self, budget: str) -> Text:
        """Return what makes the one known answer exceed a budget; empty where there are several.

        Other reasons may do so too, so it is no more than likely.
        """
        slow = {w.wrong for w in self.items if w.check == budget}
        texts = {text for wrong, text in self.misconceptions if wrong in slow}
        return texts.pop() if len(texts) == 1 else Text()


def path_of(exercise: Exercise) -> Path:
    """Return where the exercise's witnesses are kept."""
    return exercise.folder.parent.parent.parent / "witnesses" / f"{exercise.slug}.json"


def made_from(exercise: Exercise) -> str:
    """Return the digest of what an exercise's witnesses are made from.

    Of a wrong answer its code counts and not its docstring, which is read anew for each hint.
    """
    wrong = [part for w in exercise.wrong for part in (w.name, code_of(w.source))]
    return sha256(FORMAT, deciding(exercise), *wrong)


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
            Signature(w["exact"], w["loose"]),
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
            "exact": w.signature.exact,
            "loose": w.signature.loose,
            "args": base64.b64encode(w.args).decode() if w.args is not None else "",
        }
        for w in sorted(items, key=lambda w: (w.wrong, w.check))
    ]
    data = {"exercise": made_from(exercise), "witnesses": rows}
    return msgspec.json.format(msgspec.json.encode(data), indent=1).decode() + "\n"
