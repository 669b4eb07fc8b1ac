"""When something was handed in, by the ``timestamp.txt`` that nbgrader and people put beside it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable

from autograder.course.times import read_time
from autograder.intake.archives import File, printable
from autograder.model import Text

TIMESTAMP = "timestamp.txt"
LONGEST = 200
# nbgrader writes in the machine's own encoding, and Windows names a zone in the user's language.
ENCODINGS = ("utf-8-sig", "gb18030", "cp1252", "latin-1")


def timestamp_of(files: Iterable[File], zone: str) -> tuple[str, list[Text]]:
    """Return the time in ``timestamp.txt`` as ISO 8601 in UTC, or ``""``.

    What cannot be read counts as in time, and what is ambiguous as early as it can be meant; a
    warning says so.

    Args:
        zone: IANA name of the course's zone, for a time that names none.
    """
    file = next((file for file in files if file.path.name == TIMESTAMP), None)
    if file is None:
        return "", []
    try:
        data = file.read()[:LONGEST]
    except OSError as error:
        return "", [_unread(error.strerror or str(error), zone)]
    texts = list(dict.fromkeys(_decoded(data)))
    for text in texts:
        reading = read_time(text, zone)
        if reading.moment is not None:
            return reading.moment.isoformat(), [_guessed(reading.guess)] if reading.guess else []
    return "", [_unread(texts[0], zone)]


def _decoded(data: bytes) -> Iterable[str]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        yield data[: len(data) // 2 * 2].decode("utf-16", "replace").strip()
    for encoding in ENCODINGS:
        with contextlib.suppress(UnicodeDecodeError):
            yield data.decode(encoding).strip()


def _guessed(guess: str) -> Text:
    word, _, meant = guess.partition(" ")
    return Text(f"{TIMESTAMP} says {word}, which means several zones; it was read as {meant}. "
                "The course's `timezone` in course.toml can settle it",
                f"{TIMESTAMP} 写的是 {word},它可以指多个时区;已按 {meant} 理解。"
                "course.toml 中的 `timezone` 可以确定它")  # fmt: skip


def _unread(text: str, zone: str) -> Text:
    shown = printable(re.sub(r"\s+", " ", text))[:60] or "nothing"
    example = f"2026-12-07 23:59:00 {zone}"
    return Text(f"{TIMESTAMP} cannot be read as a time ({shown}); lateness was not counted. Write "
                f"it as {example} and grade again",
                f"无法把 {TIMESTAMP} 读作时间({shown});未计算迟交。"
                f"请写成 {example} 后重新评分")  # fmt: skip
