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


# As in `difflib.get_close_matches`.
ALIKE = 0.6


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the cure for a word that is none of `known`: the nearest one, then all of them.

    None is named as the nearest if others are just as near, or if all are far.
    """
    known = list(known)
    likeness = {each: difflib.SequenceMatcher(None, each, word).ratio() for each in known}
    most = max(likeness.values(), default=0.0)
    near = [each for each in known if likeness[each] == most]
    question = f"did you mean `{near[0]}`? " if most >= ALIKE and len(near) == 1 else ""
    return f"{question}there {'is' if len(known) == 1 else 'are'} {', '.join(known) or 'none'}"
