"""Canvas: ``<sortable name>[_LATE]_<user id>_<attachment id>_<file>``.

The name is in lower case without spaces and signs ("Smith, Ana" is ``smithana``). A typed text is
``<name>[_LATE]_<user id>_text.html``, an address ``..._link.html``; with anonymous grading
``anon_<five characters>`` stands for name and user id. Files of a quiz are
``<name><user id>_question_<question id>_<attachment id>_<file>``. A resubmitted file of the same
name ends with ``-1``, ``-2``. Source: canvas-lms, ``lib/content_zipper.rb`` and
``quiz_submission_zipper.rb``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime

from autograder.intake.downloads.entry import Entry, Platform

NUMBER = r"[1-9]\d{0,17}"
FILE = re.compile(
    rf"(?:(?P<name>[^\s_][^\s]*?)_)??(?P<late>LATE_|late_)?"
    rf"(?:anon_(?P<anonymous>[A-Za-z0-9]{{5}})|(?P<user>{NUMBER}))_"
    rf"(?:(?P<file>{NUMBER})_(?P<rest>.+)|(?P<online>text|link)\.html)"
)
QUIZ = re.compile(
    rf"(?P<name>[^\s_][^\s]*?)(?P<user>{NUMBER})_question_\d+_(?P<file>{NUMBER})_(?P<rest>.+)"
)
ONLINE = ("text.html", "link.html")
# Numbers of files below this are those of exercises, weeks and versions.
LEAST_FILE, LEAST_FILE_ALONE = 100, 10_000


def entry(name: str) -> Entry | None:
    """Return what the name says, or None if Canvas names nothing so."""
    match = QUIZ.fullmatch(name) or FILE.fullmatch(name)
    if match is None:
        return None
    found = match.groupdict()
    who, user = found["name"] or "", found.get("user") or ""
    if (who and not _is_sortable(who)) or (not who and not found.get("anonymous")):
        return None
    rest = found["rest"] or f"{found['online']}.html"
    return Entry(
        person=f"{who}_{user}" if user else f"anon_{found['anonymous']}",
        names=(who,) if who else (),
        number=user or found["anonymous"],
        rest=rest,
        order=int(found["file"] or 0),
        late=bool(found.get("late")),
        online=rest in ONLINE,
    )


def is_likely(entries: Sequence[Entry]) -> bool:
    """Whether the numbers are those of people and attachments, not of weeks, dates and versions."""
    owners: dict[int, set[str]] = {}
    people: dict[str, set[str]] = {}
    for one in entries:
        people.setdefault(one.number, set()).add(one.person)
        if one.order:
            owners.setdefault(one.order, set()).add(one.number)
    alone = len(people) == 1
    least = LEAST_FILE_ALONE if alone else LEAST_FILE
    return (
        all(len(own) == 1 for own in (*owners.values(), *people.values()))
        and all(number >= least for number in owners)
        and not all(_is_date(str(number)) for number in owners or [""])
        and not all(_is_date(number) for number in people)
        and (bool(owners) or not alone)
    )


def _is_sortable(name: str) -> bool:
    """Whether it is a name as Canvas sorts by: word characters in lower case."""
    kinds = {unicodedata.category(character)[0] for character in name if character not in "_-"}
    return name == name.lower() and "L" in kinds and kinds <= {"L", "M", "N"}


def _is_date(digits: str) -> bool:
    try:
        return len(digits) == 8 and 1990 <= datetime.strptime(digits, "%Y%m%d").year <= 2100
    except ValueError:
        return False


CANVAS = Platform(
    "Canvas",
    entry,
    is_likely,
    form="name_userid_fileid_file",
    is_distinctive=False,
)
