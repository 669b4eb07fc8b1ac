"""From the bundles of a class to its submissions: which of several hand-ins counts, and why."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from autograder.intake.accounting import Entry, Fate
from autograder.intake.answers import answered
from autograder.intake.archives import EMPTY, printable
from autograder.intake.bundles import Bundle
from autograder.intake.choosing import cells_of_files
from autograder.intake.decoding import Unreadable
from autograder.intake.reading import listed
from autograder.intake.roles import Role, role_of, why_unread
from autograder.intake.timestamps import timestamp_of
from autograder.model import NO_TEXT, Assignment, Cell, Course, Submission, Text

SAME = Text("the same work again", "内容相同的重复提交")
UNANSWERED = Text("untouched, while another hand-in is answered", "未作答,而另一份提交已作答")


@dataclass(frozen=True)
class _Reading:
    """A bundle as it was read."""

    bundle: Bundle
    submission: Submission
    is_blank: bool

    def entry(self, fate: Fate, reason: Text) -> Entry:
        return _entry(self.bundle, fate, reason)


def settled(bundles: Iterable[Bundle], course: Course) -> tuple[list[Submission], list[Entry]]:
    """Return the submissions that count, in the order of the course, and each bundle's fate."""
    assignments = {assignment.slug: assignment for assignment in course.assignments}
    groups: dict[tuple[str, str], list[_Reading]] = {}
    entries: list[Entry] = []
    for bundle in bundles:
        if bundle.left_out:
            entries.append(_entry(bundle, Fate.NOT_COUNTED, bundle.left_out))
        elif bundle.problem:
            entries.append(_entry(bundle, Fate.REFUSED, bundle.problem))
        else:
            reading = _read(bundle, assignments[bundle.assignment], course.timezone)
            groups.setdefault((bundle.student, bundle.assignment), []).append(reading)
    submissions = []
    for group in groups.values():
        submission, fates = _one_of(group)
        submissions.append(submission)
        entries += fates
    order = {slug: number for number, slug in enumerate(assignments)}
    submissions.sort(key=lambda s: (order[s.assignment], s.student))
    return submissions, entries


def _entry(bundle: Bundle, fate: Fate, reason: Text = NO_TEXT) -> Entry:
    return Entry(bundle.origin, fate, len(bundle.files), bundle.student, bundle.assignment, reason)


def _read(bundle: Bundle, assignment: Assignment, zone: str) -> _Reading:
    timestamp, warnings = timestamp_of(bundle.times or bundle.files, zone)
    timestamp = timestamp or max((file.submitted for file in bundle.files), default="")
    warnings += [*_renamed(bundle), *(note for file in bundle.files for note in file.notes)]
    problem = NO_TEXT
    cells: tuple[Cell, ...] = ()
    try:
        if not bundle.has_answers:
            raise Unreadable(why_unread(bundle.files))
        cells, notes = cells_of_files(bundle.files, assignment)
        warnings += [*notes, *_unread_beside(bundle)]
    except Unreadable as error:
        problem = error.text
    submission = Submission(
        student=bundle.student, assignment=bundle.assignment, cells=cells,
        digest=digest_of(cells), origin=bundle.origin, timestamp=timestamp,
        warnings=tuple(dict.fromkeys(warnings)), problem=problem,
    )  # fmt: skip
    is_blank = not any(answered(cell.source, assignment.exercises) for cell in cells)
    return _Reading(bundle, submission, is_blank)


def _renamed(bundle: Bundle) -> list[Text]:
    pairs = [(printable(file.called), file.path.name) for file in bundle.files if file.called]
    if not pairs:
        return []
    called, names = (listed(side) for side in zip(*pairs, strict=True))
    was = "was" if len(pairs) == 1 else "were"
    return [Text(f"{called} {was} read as {names}", f"{called} 按 {names} 读取")]


def _unread_beside(bundle: Bundle) -> list[Text]:
    names = [
        printable(file.path.name)
        for file in bundle.files
        if role_of(file) is Role.UNREAD and file.path.name != EMPTY
    ]
    if not names:
        return []
    shown, were = listed(names), "was" if len(names) == 1 else "were"
    return [Text(f"{shown} {were} not read; only notebooks and Python files are",
                 f"{shown} 未被读取;只读取笔记本和 Python 文件")]  # fmt: skip


def _one_of(group: Sequence[_Reading]) -> tuple[Submission, list[Entry]]:
    """Return the one hand-in of a student for an assignment that counts, and the fate of each."""
    readable = [one for one in group if not one.submission.problem]
    fates = [one.entry(Fate.REFUSED, one.submission.problem) for one in group
             if one.submission.problem]  # fmt: skip
    if not readable:
        newest = max(group, key=lambda one: one.submission.timestamp)
        return newest.submission, fates
    chosen = [one for one in readable if not one.is_blank] or readable[:1]
    fates += [one.entry(Fate.NOT_COUNTED, UNANSWERED) for one in readable if one not in chosen]
    notes = [_left_out(one) for one in readable if one not in chosen]
    chosen.sort(key=lambda one: one.submission.timestamp, reverse=True)
    first, *others = chosen
    older = [one for one in others if one.submission.timestamp < first.submission.timestamp]
    equal = [one for one in others if one not in older]
    if any(one.submission.digest != first.submission.digest for one in equal):
        reason = _doubled([first, *equal])
        fates += [one.entry(Fate.REFUSED, reason) for one in chosen]
        return replace(first.submission, cells=(), digest=digest_of(()), problem=reason), fates
    fates += [one.entry(Fate.NOT_COUNTED, SAME) for one in equal]
    fates += [one.entry(Fate.REFUSED, _older(first)) for one in older]
    fates.append(first.entry(Fate.GRADED, Text()))
    warnings = dict.fromkeys((*first.submission.warnings, *notes))
    return replace(first.submission, warnings=tuple(warnings)), fates


def _left_out(one: _Reading) -> Text:
    return Text(f"{one.bundle.origin} was left out: nothing in it is answered",
                f"{one.bundle.origin} 未计入:其中没有任何回答")  # fmt: skip


def _older(newer: _Reading) -> Text:
    return Text(f"an older submission; {newer.bundle.origin} is newer",
                f"较早的提交;{newer.bundle.origin} 更新")  # fmt: skip


def _doubled(group: Sequence[_Reading]) -> Text:
    places = ", ".join(one.bundle.origin for one in group)
    return Text(f"handed in more than once without a timestamp ({places}); remove all but one",
                f"没有时间戳的重复提交({places});请只保留一份")  # fmt: skip


def digest_of(cells: Iterable[Cell]) -> str:
    """Return the digest of what can influence a grade; line endings were made equal before."""
    digest = hashlib.sha256()
    for cell in cells:
        for part in (cell.name, cell.exercise, cell.source, *filter(None, [cell.module])):
            digest.update(f"{len(part)} {part} ".encode("utf-8", "replace"))
    return digest.hexdigest()
