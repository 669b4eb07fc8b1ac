"""Blackboard: ``<assignment>_<user name>_attempt_<date>_<file>``, and ``..._<date>.txt``.

The text file is Blackboard's receipt of the attempt: the person's name and user name, the date,
what was typed into the submission field, comments, the files. The date is
``YYYY-MM-DD-hh-mm-ss`` on the institution's clock.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from autograder.intake.downloads.entry import Entry, Platform

FORM = re.compile(
    r"(?P<head>\S.*?_.+?)_attempt_(?P<date>\d{4}(?:-\d{2}){5})(?:(?P<receipt>\.txt)|_(?P<rest>.*))?"
)
WHO = re.compile(r"^[^:\n]{1,30}:[ \t]*(?P<name>\S.*?)[ \t]*\((?P<user>[^()\s]+)\)[ \t]*$", re.M)
FIELD = re.compile(
    r"^Submission Field:[ \t]*\n(?P<text>.*?)(?=^(?:Comments|Files):[ \t]*$|\Z)", re.M | re.S
)
NO_TEXT = "There is no student submission text data for this assignment."


def entry(name: str) -> Entry | None:
    """Return what the name says, or None; the last word before the attempt is the user name."""
    match = FORM.fullmatch(name)
    if match is None:
        return None
    try:
        when = datetime.strptime(match["date"], "%Y-%m-%d-%H-%M-%S")
    except ValueError:
        return None
    task, _, user = match["head"].rpartition("_")
    if not task or not user:
        return None
    return Entry(
        person=user,
        ids=(user,),
        rest=match["rest"] or "",
        when=when,
        date=match["date"],
        receipt=bool(match["receipt"]),
        task=task,
    )


def receipt_of(text: str) -> tuple[str, str, bool]:
    """Return full name and user name, if a receipt tells them, and whether a text was typed."""
    text = text.replace("\r\n", "\n").lstrip("\ufeff")
    who = WHO.search("\n".join(text.split("\n")[:3]))
    field = FIELD.search(text)
    typed = re.sub(r"<[^>]*>|&nbsp;", "", field["text"]).strip() if field else ""
    names = (who["name"], who["user"]) if who else ("", "")
    return *names, bool(typed) and typed != NO_TEXT


def with_whole_user_names(entries: Iterable[Entry], known: Mapping[str, str]) -> list[Entry]:
    """Return the entries with user names that hold underscores put together again.

    Args:
        known: User names that receipts tell, with the full names.
    """
    entries = list(entries)
    tasks = {one.task for one in entries}
    for one in entries:
        head = f"{one.task}_{one.person}"
        tasks |= {head.removesuffix(f"_{user}") for user in known if head.endswith(f"_{user}")}
    return [_divided(one, tasks, known) for one in entries]


def _divided(one: Entry, tasks: Collection[str], known: Mapping[str, str]) -> Entry:
    head = f"{one.task}_{one.person}"
    task = min((task for task in tasks if head.startswith(f"{task}_")), key=len)
    user = head.removeprefix(f"{task}_")
    full = known.get(user, "")
    return replace(one, person=user, ids=(user,), names=(full,) if full else (), task=task)


BLACKBOARD = Platform(
    "Blackboard",
    entry,
    is_likely=bool,
    form="Assignment_username_attempt_date_file",
)
