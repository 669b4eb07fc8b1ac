"""Every error the engine raises on purpose: what is wrong, where, and the cure."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class AutograderError(Exception):
    """An error for a person to read.

    Args:
        what: One sentence that says what is wrong.
        where: File, cell, student or option it concerns.
        cure: What the reader can do about it.
    """

    def __init__(self, what: str, *, where: str = "", cure: str = ""):
        self.what, self.where, self.cure = what, where, cure
        place = f"{where}: " if where else ""
        remedy = f"\n  -> {cure}" if cure else ""
        super().__init__(f"{place}{what}{remedy}")


class AuthorError(AutograderError):
    """Something in ``solutions/`` is missing, unexpected or inconsistent."""


class SubmissionError(AutograderError):
    """A submission cannot be taken (unknown student, unsafe archive, unreadable file)."""


class MachineError(AutograderError):
    """This machine cannot do what was asked (no sandbox, disk full, gradebook locked)."""


class CodecError(AutograderError):
    """Bytes from the other side of the boundary are not a valid value."""


# One slip of a finger in a word of two or three letters still names the word.
ALIKE = 0.5


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the one of `known` that `word` was most likely meant to be, or ``""``."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=ALIKE)
    return found[0] if found else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the cure for a word that is none of `known`: the nearest one, then all of them."""
    known = list(known)
    near = nearest(word, known)
    question = f"did you mean `{near}`? " if near else ""
    return f"{question}there {'are' if len(known) != 1 else 'is'} {', '.join(known) or 'none'}"
