"""Which attempt of each person counts, and what is said about the rest."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo
from pathlib import PurePosixPath

from autograder.intake.archives import File, Refused
from autograder.intake.downloads.entry import Entry
from autograder.model import Text

TIMESTAMP = "timestamp.txt"
VERSION = re.compile(r"-\d{1,3}(?=(\.[^.]*)?$)")
ONLINE = Text("an online text, not a file; only a notebook or Python file can be graded",
              "在线文本,不是文件;只能评分笔记本或 Python 文件")  # fmt: skip
EMPTY = Text("an attempt without a file", "没有文件的提交")
ONLINE_TOO = Text("an online text that was handed in beside the files was not read",
                  "与文件一起提交的在线文本未被读取")  # fmt: skip
OWN_TIME = Text("a time that came with the files; the platform's own is what counts",
                "随文件提交的时间;以平台的时间为准")  # fmt: skip


@dataclass(frozen=True)
class Held:
    """A file of a download.

    Attributes:
        place: The entry's own place, for people: folders around it and its name.
        inner: The file's place inside the entry, if that is a folder or an archive.
    """

    file: File
    entry: Entry
    place: str
    inner: tuple[str, ...] = ()


@dataclass(frozen=True)
class Setting:
    """Where attempts come from.

    Attributes:
        source: The folders and archives around them.
        zone: The institution's; attempts are dated on its clock.
    """

    platform: str
    source: str
    zone: tzinfo


def kept_files(held: Sequence[Held], setting: Setting) -> tuple[list[File], list[Refused]]:
    """Return the files of everybody's newest attempt below a folder for each, and what is refused.

    What was handed in for several tasks competes, if it turns out to be one assignment.
    """
    several = len({one.entry.task for one in held}) > 1
    people: dict[tuple[str, str], list[Held]] = {}
    for one in held:
        people.setdefault((one.entry.person, one.entry.task), []).append(one)
    files: list[File] = []
    refused: list[Refused] = []
    for (_, task), own in people.items():
        newest, turned_away = _newest_attempt(own)
        refused += turned_away
        if newest:
            found, more = _placed(newest, setting)
            source = f"{setting.source}/{task}".lstrip("/") if several else setting.source
            files += [replace(file, source=source) for file in found]
            refused += more
    return files, refused


def told_apart(held: Iterable[Held]) -> list[Held]:
    """Give two people of one name different ids, by the platform's numbers of them."""
    held = list(held)
    numbers: dict[str, set[str]] = {}
    for one in held:
        numbers.setdefault(one.entry.person.casefold(), set()).add(one.entry.number)
    return [
        replace(one, entry=replace(one.entry, person=f"{one.entry.person}_{one.entry.number}"))
        if len(numbers[one.entry.person.casefold()]) > 1
        else one
        for one in held
    ]


def _newest_attempt(own: list[Held]) -> tuple[list[Held], list[Refused]]:
    """Divide what one person handed in for one task into the newest attempt and the older ones."""
    attempts: dict[tuple[str, bool], list[Held]] = {}
    for one in own:
        attempts.setdefault((one.entry.date, one.entry.late), []).append(one)
    by_number = all(any(one.entry.order for one in attempt) for attempt in attempts.values())
    ranked = sorted((_rank(a, by_number), n) for n, a in enumerate(attempts.values()))
    if len(ranked) == 1:
        return _newest_versions(own)
    dated = all(one.entry.when or not one.entry.date for one in own)
    if not dated or ranked[-1][0] == ranked[-2][0]:
        return [], _refused(own, _unclear(own))
    in_order = [list(attempts.values())[number] for _, number in ranked]
    newest, refused = _newest_versions(in_order[-1])
    for older in in_order[:-1]:
        refused += _refused(older, _older(newest[0].place))
    return newest, refused


def _rank(attempt: Sequence[Held], by_number: bool) -> tuple[str, int, bool]:
    first = attempt[0].entry
    when = first.when.isoformat() if first.when else ""
    return when, by_number * max(one.entry.order for one in attempt), first.late


def _unclear(own: Iterable[Held]) -> Text:
    names = ", ".join(dict.fromkeys(one.place for one in own))
    return Text(
        f"several attempts, and their names do not tell which is the newest ({names}); leave one",
        f"有多次提交,名称无法说明哪次最新({names});请只保留一次",
    )


def _newest_versions(attempt: list[Held]) -> tuple[list[Held], list[Refused]]:
    """Drop a file of which a later version is there: ``hw.py`` beside a newer ``hw-1.py``.

    ``q-1.py`` and ``q-2.py`` are two files; an assignment has one notebook.
    """
    names = {one.entry.rest for one in attempt}
    newest: dict[str, Held] = {}
    for one in attempt:
        base = _base(one, names)
        if one.entry.order >= newest.get(base, one).entry.order:
            newest[base] = one
    kept, refused = [], []
    for one in attempt:
        last = newest[_base(one, names)]
        if last.entry.order == one.entry.order:
            kept.append(one)
        else:
            refused += _refused([one], _older(last.place))
    return kept, list(dict.fromkeys(refused))


def _base(one: Held, names: Collection[str]) -> str:
    base = VERSION.sub("", one.entry.rest)
    is_one = base.lower().endswith((".ipynb", ".zip"))
    return base if is_one or base in names else one.entry.rest


def _older(newer: str) -> Text:
    return Text(f"an older attempt; {newer} is newer", f"较早的提交;{newer} 更新")


def _refused(held: Iterable[Held], reason: Text) -> list[Refused]:
    """Refuse entries; an archive or a folder is named once."""
    places = dict.fromkeys((one.place, one.entry.person) for one in held if not one.entry.receipt)
    return [Refused(place, reason, student=person) for place, person in places]


def _placed(attempt: Sequence[Held], setting: Setting) -> tuple[list[File], list[Refused]]:
    """Lay out one person's attempt; without a file, it is refused with what there is instead."""
    typed = [one for one in attempt if one.entry.online]
    files = [one for one in attempt if not (one.entry.online or one.entry.receipt)]
    times = [one for one in files if _path(one).name == TIMESTAMP]
    refused = [Refused(one.file.origin, OWN_TIME, student=one.entry.person) for one in times]
    real = [one for one in files if one not in times]
    if not real:
        reason, person = ONLINE if typed else EMPTY, attempt[0].entry.person
        places = dict.fromkeys(one.place for one in typed or attempt)
        return [], refused + [Refused(place, reason, student=person) for place in places]
    notes = _notes(real[0].entry, setting.platform, bool(typed))
    moment = real[0].entry.when
    when = moment.replace(tzinfo=setting.zone).astimezone(UTC).isoformat() if moment else ""
    taken: set[PurePosixPath] = set()
    placed = []
    for one in real:
        path = _free(_path(one), taken)
        taken.add(path)
        placed.append(replace(one.file, path=path, submitted=when, notes=notes))
    return placed, refused


def _path(one: Held) -> PurePosixPath:
    """Return a place in the person's folder; archives around a file are no folders there."""
    around = [part for part in one.inner[:-1] if not part.lower().endswith(".zip")]
    name = one.inner[-1] if one.inner else one.entry.rest or one.file.path.name
    return PurePosixPath(one.entry.person, *around, name)


def _free(path: PurePosixPath, taken: set[PurePosixPath]) -> PurePosixPath:
    """Return a place that no other file has: two archives may hold a file of one name."""
    number, free = 2, path
    while free in taken:
        free = path.parent / f"({number})" / path.name
        number += 1
    return free


def _notes(entry: Entry, platform: str, typed: bool) -> tuple[Text, ...]:
    notes = [ONLINE_TOO] if typed else []
    if entry.late:
        notes.append(Text(
            f"{platform} marks it LATE without a time, so no lateness was counted",
            f"{platform} 标记为迟交,但没有时间,因此未计算迟交",
        ))  # fmt: skip
    if entry.date and not entry.when:
        notes.append(Text(
            f"its date, {entry.date}, can be read in two ways or not at all;"
            " no lateness was counted",
            f"无法确定其日期 {entry.date};未计算迟交",
        ))  # fmt: skip
    return tuple(notes)
