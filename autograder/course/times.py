"""Points in time as people and nbgrader write them: a due date, a timestamp. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from autograder.course import zones
from autograder.errors import AuthorError

DEFAULT_ZONE = "UTC"
DATE = r"(?P<date>\d{4}-\d\d-\d\d)"
# As people in East Asia write a date; the year first leaves no doubt.
YEAR_FIRST = re.compile(r"^(\d{4})([/.-])(\d{1,2})\2(\d{1,2})(?!\d)")
CLOCK = r"(?P<clock>\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?)"
WRITTEN = re.compile(rf"{DATE}(?:(?:[Tt]| +){CLOCK} *(?P<zone>.*))?", re.DOTALL)


@dataclass(frozen=True)
class Reading:
    """What a written time was taken for.

    Attributes:
        moment: The time in UTC, or None if the text is none.
        guess: Which of several zones an ambiguous abbreviation was taken for (``CST UTC+0800``),
            or an empty text.
    """

    moment: datetime | None
    guess: str = ""


def parse_time(text: str, zone: str = DEFAULT_ZONE) -> datetime | None:
    """Return the time that `text` means, in UTC, or None; see `read_time`."""
    return read_time(text, zone).moment


def read_time(text: str, zone: str = DEFAULT_ZONE) -> Reading:
    """Read ISO 8601, or a date, a time and a zone as nbgrader writes them.

    The zone is an offset (``+08``, ``+0800``, ``UTC+8``), an IANA name, an abbreviation
    (``CST``) or what Windows calls it; see `zones.abbreviated` for what is ambiguous.

    Args:
        zone: IANA name of the course's zone; a time without a zone is read in it.
    """
    course = zones.course_zone(zone) or UTC
    try:
        return _read(YEAR_FIRST.sub(_with_dashes, " ".join(text.split())), course)
    except (ValueError, OverflowError):
        return Reading(None)


def settled(text: str, zone: str) -> str:
    """Return a due date as a text that means the same wherever it is read.

    A date alone means the end of that day.

    Raises:
        AuthorError: Its zone means several ones.
    """
    if re.fullmatch(DATE, text.strip()):
        text = f"{text.strip()} 23:59:59 {zone}"
    here, elsewhere = read_time(text, zone), read_time(text)
    if here.guess:
        raise AuthorError(
            f"due = {text!r}, and {here.guess.split()[0]} means several zones",
            cure="write +08:00 or Asia/Shanghai in its place, or course.toml's `timezone`",
        )
    if here.moment is None or here == elsewhere:
        return text
    return f"{here.moment.astimezone(zones.course_zone(zone)):%Y-%m-%d %H:%M:%S} {zone}"


def _read(text: str, course: tzinfo) -> Reading:
    match = WRITTEN.fullmatch(text)
    if match is None:  # other forms of ISO 8601, as 20261207T235900Z
        if text.isdigit():  # a number of seconds or a date: nobody can tell
            return Reading(None)
        return Reading(_in_utc(datetime.fromisoformat(text), course))
    local, name = _local(match["date"], match["clock"] or "0:00"), match["zone"] or ""
    zone, guessed = course, False
    if name:
        found = zones.fixed_offset(name)
        if found is None and (known := zones.abbreviated(name, local, course)):
            found, guessed = known
        found = found or zones.named(name)
        if found is None:
            return Reading(None)
        zone = found
    moment = local.replace(tzinfo=zone)
    return Reading(_in_utc(moment, course), f"{name} UTC{moment:%z}" if guessed else "")


def _local(date: str, clock: str) -> datetime:
    hour, _, rest = clock.replace(",", ".").partition(":")
    if int(hour) == 24 and not rest.strip("0:."):  # the end of that day
        return datetime.fromisoformat(date) + timedelta(days=1)
    return datetime.fromisoformat(f"{date}T{int(hour):02d}:{rest}")


def _with_dashes(match: re.Match[str]) -> str:
    year, _, month, day = match.groups()
    return f"{year}-{int(month):02d}-{int(day):02d}"


def _in_utc(moment: datetime, course: tzinfo) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=course)).astimezone(UTC)
