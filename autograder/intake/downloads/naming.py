"""Who of a roster somebody is whom a download calls by name. Pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from autograder.intake.archives import Listing

MOST_WORDS = 8


def plain(name: str) -> str:
    """Return what all platforms leave of a name: letters and digits, without capitals."""
    return "".join(c for c in name.casefold() if c.isalnum())


def names_in(rows: Iterable[Sequence[str]], column: int) -> Mapping[str, str]:
    """Return the names that a table gives to one student alone -> the student's id.

    A full name stands in one cell, or in two beside each other, with either part first.

    Args:
        column: The one with the ids.
    """
    owners: dict[str, set[str]] = {}
    for row in rows:
        if len(row) > column and row[column]:
            for name in _spellings(row):
                owners.setdefault(name, set()).add(row[column])
    return {name: min(own) for name, own in owners.items() if len(own) == 1}


def _spellings(cells: Sequence[str]) -> set[str]:
    found = set()
    for text in (*cells, *(f"{one} {two}" for one, two in itertools.pairwise(cells))):
        words = [word for part in re.split(r"[\s,,]+", text) if (word := plain(part))]
        if len(words) > 1 or not text.isascii():  # a first name alone is nobody's
            for turn in range(len(words[:MOST_WORDS])):
                found.add("".join((*words[turn:], *words[:turn])))
    return found


def with_ids_of_roster(
    listing: Listing, find_id: Callable[[str], str], find_name: Callable[[str], str]
) -> tuple[Listing, Mapping[str, str]]:
    """Return the listing under the ids of a roster, and who was given which.

    Two people of one download are never one student: neither gets the id.

    Args:
        find_id: Returns the roster's spelling of an id, or ``""``.
        find_name: Returns the id of the one student of this name, or ``""``.
    """
    claims: dict[tuple[str, str], set[str]] = {}
    for person in listing.people:
        by_id = {found for one in person.ids if (found := find_id(one))}
        meant = by_id or {found for one in person.names if (found := find_name(one))}
        if len(meant) == 1:
            claims.setdefault((person.source, meant.pop()), set()).add(person.student)
    contested = {student for own in claims.values() if len(own) > 1 for student in own}
    known = {student: found for (_, found), own in claims.items() for student in own
             if student not in contested and student != found}  # fmt: skip
    files = tuple(
        replace(file, path=PurePosixPath(known.get(file.path.parts[0], file.path.parts[0]),
                                         *file.path.parts[1:]))
        for file in listing.files
    )  # fmt: skip
    refused = tuple(replace(r, student=known.get(r.student, r.student)) for r in listing.refused)
    return replace(listing, files=files, refused=refused), known
