"""Brightspace (D2L): ``<number>-<number> - <full name> - <date and time>``.

It is a folder for each submission, or the beginning of each file's name (``... - <file>``), beside
an ``index.html``. The first number is the person's. The date is written in the language of whoever
downloads, without a colon in the time: ``Sep 24, 2026 926 PM``.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from autograder.intake.downloads.entry import Entry, Platform

FORM = re.compile(
    r"(?P<first>\d+)-(?P<second>\d+) - (?P<name>\S.*?) -"
    r" (?P<date>(?:(?! - ).)*\b(?:19|20)\d\d(?!\d)(?:(?! - ).)*?)(?: - (?P<rest>.+))?"
)
# How months begin in Dutch, English, French, German, Italian, Portuguese and Spanish.
MONTHS = (
    ("jan", "ene", "gen"), ("feb", "fev"), ("mar", "maa", "mrt"), ("apr", "avr", "abr"),
    ("may", "mai", "mei", "mag"), ("jun", "juin", "giu"), ("jul", "juil", "lug"),
    ("aug", "aou", "ago"), ("sep", "set"), ("oct", "okt", "ott", "out"), ("nov",),
    ("dec", "dez", "dic"),
)  # fmt: skip
YEAR = r"(?P<year>(?:19|20)\d\d)"
ORDERS = (
    re.compile(rf"(?P<word>[a-z]{{3,}})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? {YEAR}"),
    re.compile(rf"(?P<day>\d{{1,2}})\.?(?: de)? (?P<word>[a-z]{{3,}})\.?(?: de)?,? {YEAR}"),
    re.compile(rf"{YEAR} ?[-./年] ?(?P<month>\d{{1,2}}) ?[-./月] ?(?P<day>\d{{1,2}})日?"),
)
TIME = re.compile(r"(?P<hour>\d{1,2})[ :._h]?(?P<minute>\d{2})(?:[ :._]\d{2})?(?P<half> ?[ap]m)?")


def entry(name: str) -> Entry | None:
    """Return what the name says, or None if Brightspace names nothing so."""
    match = FORM.fullmatch(name)
    if match is None:
        return None
    who, number = match["name"].strip(), match["first"]
    names = tuple(dict.fromkeys((who, *(part.strip() for part in who.split(" - ")))))
    return Entry(
        person=who,
        ids=names,
        names=names,
        number=number,
        rest=match["rest"] or "",
        when=moment(match["date"]),
        date=match["date"].strip(),
    )


def moment(text: str) -> datetime | None:
    """Return date and time as Brightspace writes them, or None where they can be read two ways."""
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub(r"\b([ap])\.\s?m\.?", r"\1m", re.sub(r"[\s\u202f\u00a0]+", " ", plain))
    date = next(filter(None, (order.search(plain) for order in ORDERS)), None)
    if date is None:
        return None
    found = date.groupdict()
    month = int(found["month"]) if found.get("month") else _month(found["word"])
    time = TIME.fullmatch(plain[date.end() :].strip(" ,"))
    if time is None:
        return None
    hour, half = int(time["hour"]), (time["half"] or "").strip()
    if half:
        hour = hour % 12 + 12 * (half == "pm")
    try:
        return datetime(int(found["year"]), month, int(found["day"]), hour, int(time["minute"]))
    except ValueError:
        return None


def _month(word: str) -> int:
    """Return the month, or 0: no month begins so."""
    longest = max(
        ((len(start), number) for number, starts in enumerate(MONTHS, 1)
         for start in starts if word.startswith(start)),
        default=(0, 0),
    )  # fmt: skip
    return longest[1]


BRIGHTSPACE = Platform(
    "Brightspace",
    entry,
    is_likely=bool,
    form="number-number - Full Name - date",
    is_own=lambda name: name.lower() == "index.html",
)
