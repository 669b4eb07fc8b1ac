"""Points in time as people write them in a due date, a timestamp or a gradebook."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def parse_time(text: str) -> datetime | None:
    """Return the time in ISO 8601 or as ``2026-12-07 23:59:00 Asia/Shanghai``, or None.

    A time without a zone is UTC.
    """
    zone: tzinfo = UTC
    text = text.strip()
    head, _, last = text.rpartition(" ")
    try:
        if last[:1].isalpha():
            text, zone = head, UTC if last.upper() in ("UTC", "GMT", "Z") else ZoneInfo(last)
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ZoneInfoNotFoundError, ValueError, OverflowError, OSError):
        return None
