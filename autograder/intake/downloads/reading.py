"""Recognises a platform's bulk download, and lays its files out as a folder for each student.

A folder of ordinary names must never be taken for a download: most of what lies beside each other
has to have one platform's form, and its numbers have to make sense. Nothing is read but the
receipts that Blackboard adds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo

from autograder.intake.archives import File, Listing, Person, Refused, printable
from autograder.intake.downloads.attempts import Held, Setting, kept_files, told_apart
from autograder.intake.downloads.blackboard import BLACKBOARD, receipt_of, with_whole_user_names
from autograder.intake.downloads.brightspace import BRIGHTSPACE
from autograder.intake.downloads.canvas import CANVAS
from autograder.intake.downloads.entry import Entry, Platform
from autograder.intake.downloads.moodle import MOODLE
from autograder.model import Text

# The most distinctive first: what one of them claims, the next is not asked about.
PLATFORMS = (MOODLE, BLACKBOARD, BRIGHTSPACE, CANVAS)
DEEPEST = 3
MAX_RECEIPT_BYTES = 1 << 20
# What a student's work is in: of other strangers, as lists of grades, no download is doubted.
SOURCES = (".ipynb", ".py", ".zip")
Parts = tuple[str, ...]


@dataclass(frozen=True)
class _Group:
    """One download: what lies in one folder and has one platform's form.

    Attributes:
        container: The folders and archives around it, from the outermost.
        strangers: Names in the same folder that have another form.
    """

    platform: Platform
    container: Parts
    held: tuple[Held, ...]
    strangers: tuple[str, ...] = ()


def read_download(listing: Listing, *, outer: str = "", zone: tzinfo = UTC) -> Listing:
    """Return the listing with every download in it laid out as a folder for each student.

    The newest attempt of a person counts. What is ambiguous is refused with all names.

    Args:
        outer: The name of the archive that holds everything, with which all origins begin.
        zone: The institution's; the dates in names are on its clock.
    """
    places = {file: _parts(file.origin, outer) for file in listing.files}
    groups = _groups(places)
    if not groups:
        return listing
    refused = [_with_person(item, groups, outer) for item in listing.refused]
    files: list[File] = []
    people: set[Person] = set()
    for group in groups:
        refused += _strangers(group)
        if copied := _copied(group, groups):
            refused.append(copied)
            continue
        held = _with_receipts(group.held) if group.platform is BLACKBOARD else group.held
        held = told_apart(held)
        source = "/".join(group.container)
        people |= {_person(one.entry, source) for one in held}
        setting = Setting(group.platform.name, source, zone)
        kept, turned_away = kept_files(held, setting)
        files += kept
        refused += turned_away
    files += [f for f, parts in places.items() if not any(_is_in(parts, g) for g in groups)]
    names = dict.fromkeys(f"{group.platform.name} download" for group in groups)
    read_as = " and ".join(names) + _late(groups, files)
    by_name = tuple(sorted(people, key=lambda person: person.student))
    return Listing(tuple(files), tuple(refused), read_as, people=by_name)


def _late(groups: Iterable[_Group], files: Iterable[File]) -> str:
    """Name those whom no date, but a mark makes late, for nobody else will see to them."""
    marked = {one.file.origin for group in groups for one in group.held if one.entry.late}
    late = sorted({file.path.parts[0] for file in files if file.origin in marked})
    return f"; LATE without a time, so not counted as late: {', '.join(late)}" if late else ""


def _parts(origin: str, outer: str) -> Parts:
    parts = tuple(part for part in origin.split("/") if part)
    return parts[1:] if outer and parts[0] == outer and len(parts) > 1 else parts


def _groups(places: Mapping[File, Parts]) -> list[_Group]:
    """Return the downloads: all at the top, or one in each of the folders and archives there.

    Deeper than that nobody's word is taken: a student could hand in an archive that looks like a
    download, and so put work under another's name.
    """
    for depth in range(DEEPEST):
        containers: dict[Parts, list[tuple[File, Parts]]] = {}
        for file, parts in places.items():
            if len(parts) > depth:
                containers.setdefault(parts[:depth], []).append((file, parts))
            elif file.path.name.lower().endswith(SOURCES):
                return []
        found = [_told(container, files) for container, files in containers.items()]
        if found and all(found):
            return [group for groups in found for group in groups]
    return []


def _told(container: Parts, files: Sequence[tuple[File, Parts]]) -> list[_Group]:
    """Return what in one folder is a download of each platform; nothing if too much is not."""
    depth = len(container)
    held: dict[str, list[Held]] = {}
    strangers: set[str] = set()
    for file, parts in files:
        name, place = parts[depth], "/".join(parts[: depth + 1])
        for platform in PLATFORMS:
            if entry := platform.entry(name):
                one = Held(file, entry, place, parts[depth + 1 :])
                held.setdefault(platform.name, []).append(one)
                break
        else:
            strangers.add(name)
    groups = [_Group(p, container, tuple(held[p.name])) for p in PLATFORMS if p.name in held]
    strangers -= {name for name in strangers for g in groups if g.platform.is_own(name)}
    entries = [{one.place: one.entry for one in group.held} for group in groups]
    known = sum(map(len, entries))
    doubted = {parts[depth] for _, parts in files if parts[depth] in strangers
               and (len(parts) > depth + 1 or parts[depth].lower().endswith(SOURCES))}  # fmt: skip
    for group, own in zip(groups, entries, strict=True):
        alone = depth > 0 and len({entry.person for entry in own.values()}) == 1
        enough = known >= group.platform.least * (known + len(doubted))
        doubtful = alone and not group.platform.is_distinctive
        if not enough or doubtful or not group.platform.is_likely(list(own.values())):
            return []
    return [
        replace(g, strangers=tuple(sorted(strangers)) if g is groups[0] else ()) for g in groups
    ]


def _is_in(parts: Parts, group: _Group) -> bool:
    depth = len(group.container)
    return len(parts) > depth and parts[:depth] == group.container


def _person(entry: Entry, source: str) -> Person:
    return Person(entry.person, entry.ids, entry.names, source)


def _strangers(group: _Group) -> list[Refused]:
    """Refuse what lies in a download and is not of it."""
    reason = Text(
        f"not a file of the {group.platform.name} download around it ({group.platform.form});"
        " grade it by itself",
        f"不属于所在的 {group.platform.name} 下载包({group.platform.form});请单独评分",
    )
    return [Refused("/".join((*group.container, name)), reason) for name in group.strangers]


def _copied(group: _Group, groups: Sequence[_Group]) -> Refused | None:
    """Refuse a download of which every file is in another one, as beside its own archive."""
    mine = _contents(group)
    for number, other in enumerate(groups):
        same = other is not group and other.platform is group.platform
        if same and mine <= _contents(other):
            if mine == _contents(other) and number > groups.index(group):
                continue  # of two equal ones the first counts
            place = "/".join(other.container) or "."
            reason = Text(
                f"the same download as {place}, a second time", f"与 {place} 是同一个下载包"
            )
            return Refused("/".join(group.container) or ".", reason)
    return None


def _contents(group: _Group) -> set[tuple[str, Parts, int]]:
    return {(one.place.rsplit("/", 1)[-1], one.inner, one.file.size) for one in group.held}


def _with_person(item: Refused, groups: Iterable[_Group], outer: str) -> Refused:
    """Say whose file was turned away before anybody asked."""
    parts = _parts(item.origin, outer)
    for group in groups:
        depth = len(group.container)
        entry = group.platform.entry(parts[depth]) if _is_in(parts, group) else None
        if entry:
            return replace(item, student=entry.person)
    return item


def _with_receipts(held: Iterable[Held]) -> list[Held]:
    """Return the entries with the user names that receipts tell, and with texts that were typed."""
    held = list(held)
    known: dict[str, str] = {}
    typed: set[File] = set()
    for one in held:
        if one.entry.receipt and one.file.size <= MAX_RECEIPT_BYTES:
            name, user, is_typed = receipt_of(_text(one.file))
            known |= {printable(user): printable(name)} if user else {}
            typed |= {one.file} if is_typed else set()
    entries = with_whole_user_names([one.entry for one in held], known)
    return [
        replace(one, entry=replace(entry, online=one.file in typed))
        for one, entry in zip(held, entries, strict=True)
    ]


def _text(file: File) -> str:
    try:
        return file.read().decode("utf-8-sig", "replace")
    except OSError:
        return ""
