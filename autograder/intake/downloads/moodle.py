"""Moodle: ``<full name>_<participant id>_assignsubmission_<file|onlinetext>``.

It is a folder for each person (some versions end its name with ``_``), or the beginning of each
file's name. The participant id belongs to a person in one assignment. With blind marking the word
for "participant" stands for the name, with groups the group's name. Names have no underscore.
Source: moodle, ``mod/assign/classes/downloader.php``.
"""

from __future__ import annotations

import re

from autograder.intake.downloads.entry import Entry, Platform

FORM = re.compile(
    r"(?P<name>\S.*?)(?:_(?P<number>\d+))?_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<rest>.*))?"
)

# Other kinds than these and ``file`` are plugins that hand in files, notebooks among them.
TYPED = ("onlinetext", "comments")


def entry(name: str) -> Entry | None:
    """Return what the name says, or None if Moodle names nothing so."""
    match = FORM.fullmatch(name)
    if match is None:
        return None
    who, number = match["name"].strip(), match["number"] or ""
    person = f"{who}_{number}" if number else who
    return Entry(
        person=person,
        ids=(who,),
        names=(who,),
        number=number,
        rest=match["rest"] or "",
        online=match["kind"] in TYPED,
    )


MOODLE = Platform(
    "Moodle",
    entry,
    is_likely=bool,
    form="Full Name_number_assignsubmission_file",
)
