"""Turns what students handed in into submissions: bytes only, nothing is run or unpacked.

`layouts` knows whose a file is, `bundles` what belongs together, `choosing` what counts, and
`accounting` holds that nothing is lost on the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from autograder.errors import SubmissionError
from autograder.intake.accounting import (
    Entry,
    Fate,
    require_all_accounted,
    require_everybody,
)
from autograder.intake.archives import File, Listing, Refused, files_of, printable
from autograder.intake.bundles import Bundle, bundles_of, why_no_student
from autograder.intake.choosing import is_blank
from autograder.intake.downloads.naming import with_ids_of_roster
from autograder.intake.downloads.reading import read_download
from autograder.intake.layouts import OF_NOBODY, Place, Situation, own_place, placed
from autograder.intake.magics import neutral
from autograder.intake.names import Names, normal, restored
from autograder.intake.reading import listed
from autograder.intake.roster import ROSTER, Roster, read_roster
from autograder.intake.settling import digest_of, settled
from autograder.model import Cell, Course, Submission, Text

__all__ = [
    "Collected",
    "Refused",
    "read_submission",
    "read_submissions",
    "submission_of_cells",
]


@dataclass(frozen=True)
class Collected:
    """What was found below one path.

    Attributes:
        missing: Students of the roster of whom nothing came in.
        read_as: What kind of download it is, as ``"Canvas download"``; ``""`` for folders.
        entries: Everything that came in, and what became of it.
        notes: What staff should know of the whole.
    """

    submissions: tuple[Submission, ...]
    refused: tuple[Refused, ...]
    missing: tuple[str, ...] = ()
    read_as: str = ""
    entries: tuple[Entry, ...] = ()
    notes: tuple[Text, ...] = ()


def read_submissions(path: Path, course: Course, assignment: str = "") -> Collected:
    """Read every submission at `path`.

    Of two hand-ins of one student for one assignment the answered one counts, of two answered ones
    the one with the newer ``timestamp.txt``; without timestamps both are refused, because the
    order of files says nothing. Two that say the same are one.

    Args:
        path: A folder, a zip, or one file.
        assignment: Take this assignment only, and take files for it that do not say otherwise.

    Raises:
        SubmissionError: There is nothing at `path`, or the roster cannot be read.
        Unaccounted: Our own fault: something that came in would have been lost.
    """
    path = Path(path)
    if not path.exists():
        raise SubmissionError("nothing is there", where=str(path), cure="check the path")
    listing = _listing(path, course)
    files = [restored(file) for file in listing.files]
    roster = read_roster(course.folder / ROSTER, _names_in(files, Names(course)))
    listing, renamed = _with_ids(replace(listing, files=tuple(files)), roster)
    files = list(listing.files)
    found = (
        [(file, _of_download(file, Names(course))) for file in files]
        if listing.read_as
        else _found(files, path, course, roster)
    )
    found, notes = _by_roster(found, roster)
    cure = BY_NAME if listing.read_as else BY_ID
    bundles = [_known(bundle, roster, cure) for bundle in bundles_of(found, course, assignment)]
    submissions, entries = settled(bundles, course)
    entries += [Entry(place, Fate.NOT_COUNTED, 0, reason=JUNK) for place in listing.left_out]
    entries += [_turned_away(refused) for refused in listing.refused]
    origins = [file.origin for file in listing.files]
    fated = [file.origin for bundle in bundles for file in bundle.files]
    require_all_accounted(origins, fated, entries, submissions)
    met = {_listed_as(entry.student, roster) for entry in entries if entry.fate in CAME}
    missing = tuple(student for student in (roster.ids if roster else ()) if student not in met)
    require_everybody(roster.ids if roster else (), met, missing)
    refused = _refused(submissions, entries)
    notes = (*renamed, *notes)
    return Collected(tuple(submissions), refused, missing, listing.read_as, tuple(entries), notes)


def _refused(submissions: Sequence[Submission], entries: Sequence[Entry]) -> tuple[Refused, ...]:
    """Return what was refused and is not in the results as a submission that cannot be read."""
    told = {(s.student, s.assignment, s.origin) for s in submissions if s.problem}
    return tuple(
        Refused(e.origin, e.reason, e.student, e.assignment)
        for e in entries
        if e.fate is Fate.REFUSED and (e.student, e.assignment, e.origin) not in told
    )


CAME = (Fate.GRADED, Fate.REFUSED)
JUNK = Text("left behind by a program, or a virtual environment", "程序留下的文件,或虚拟环境")


BY_ID = Text("add the student there, or rename the hand-in", "请在其中添加该学生,或重命名提交")
BY_NAME = Text("add this id or the student's full name there", "请在其中添加此学号或学生全名")


def _listing(path: Path, course: Course) -> Listing:
    """List what lies at a path; a platform's download comes out as a folder for each student."""
    archive = normal(path.name) if path.is_file() else ""
    listing = files_of(path)
    found = read_download(listing, outer=archive, zone=ZoneInfo(course.timezone))
    return replace(found, left_out=listing.left_out)


def _with_ids(listing: Listing, roster: Roster | None) -> tuple[Listing, tuple[Text, ...]]:
    """Give people of a download the ids that they have in the roster, and say who got which."""
    if roster is None:
        return listing, ()
    found, known = with_ids_of_roster(listing, roster.find, roster.find_name)
    if not known:
        return found, ()
    shown = listed([f"{printable(name)} = {printable(one)}" for name, one in known.items()])
    return found, (Text(
        f"students found in {ROSTER} by their names: {shown}",
        f"按姓名在 {ROSTER} 中找到的学生:{shown}",
    ),)  # fmt: skip


def read_submission(
    paths: Sequence[Path], course: Course, *, student: str, assignment: str = ""
) -> Submission:
    """Read what one student handed in, as if it lay in a folder of the student's own.

    What could not be taken beside it is in the warnings.

    Args:
        paths: Files, folders and zips.
        assignment: Take this assignment only, and take files for it that do not say otherwise.

    Raises:
        AuthorError: The course has no such assignment.
        SubmissionError: Nothing is at a path or can be taken, or it answers several assignments.
    """
    if assignment:
        course.assignment(assignment)
    if unnamed := why_no_student(student):
        raise SubmissionError(unnamed.en, where=student, cure="name the student otherwise")
    files: list[tuple[File, Place]] = []
    names = Names(course)
    for path in paths:
        if not path.exists():
            raise SubmissionError("nothing is there", where=str(path), cure="check the path")
        found = files_of(path)
        folder = PurePosixPath(student, path.name if names.slug(path.name) else "")
        for file in map(restored, found.files):
            placed_now = replace(file, path=folder / file.path, source="")
            files.append((placed_now, own_place(placed_now, student, names)))
    submissions, entries = settled(bundles_of(files, course, assignment), course)
    refused = _refused(submissions, entries)
    where = ", ".join(map(str, paths))
    if len(submissions) > 1:
        raise SubmissionError(
            f"answers {' and '.join(s.assignment for s in submissions)}",
            where=where,
            cure="name the assignment that is meant",
        )
    if not submissions:
        nothing = f"nothing for {assignment}" if assignment else "no notebook, no Python file"
        reason = "; ".join(f"{r.origin}: {r.reason.en}" for r in refused) or nothing
        raise SubmissionError(
            f"no submission found ({reason})", where=where, cure="name the student's own files"
        )
    notes = [Text(f"{r.origin}: {r.reason.en}", f"{r.origin}:{r.reason.zh}") for r in refused]
    (submission,) = submissions
    return replace(submission, origin=where, warnings=(*submission.warnings, *notes))


def submission_of_cells(
    cells: Iterable[Cell], course: Course, *, student: str, assignment: str = ""
) -> Submission:
    """Return a submission of code that never was a file.

    Raises:
        AuthorError: The course has no such assignment or exercise.
        SubmissionError: The cells belong to no assignment, or to several.
    """
    cells = tuple(replace(cell, source=neutral(cell.source)[0]) for cell in cells)
    named = {course.exercise(cell.exercise).assignment for cell in cells if cell.exercise}
    if assignment:
        named.add(course.assignment(assignment).slug)
    elif not named and len(course.assignments) == 1:
        named.add(course.assignments[0].slug)
    if len(named) != 1:
        raise SubmissionError(
            f"the cells belong to {' and '.join(sorted(named)) or 'no assignment'}",
            where=student,
            cure="give each cell its exercise, or name the assignment",
        )
    return Submission(student, named.pop(), cells, digest_of(cells), origin="cells")


# --- whose it is


def _names_in(files: Sequence[File], names: Names) -> list[str]:
    """Return whatever in the places of files can be a student's name."""
    found: dict[str, None] = {}
    for file in files:
        for name in (*file.path.parts[:-1], file.path.stem):
            found |= {normal(name): None, normal(names.divided(name)[0]): None}
    return [name for name in found if not names.is_known(name)]


def _found(
    files: Sequence[File], path: Path, course: Course, roster: Roster | None
) -> list[tuple[File, Place]]:
    @cache
    def blank(file: File) -> bool:
        return is_blank(file, course.exercises)

    def is_listed(name: str) -> bool:
        return roster is not None and bool(name) and bool(roster.find(normal(name)))

    return placed(files, Situation(Names(course), path, is_listed, blank))


def _of_download(file: File, names: Names) -> Place:
    if len(file.path.parts) == 1:  # beside the students' folders
        return Place(problem=OF_NOBODY)
    return own_place(file, file.path.parts[0], names)


def _by_roster(
    found: Sequence[tuple[File, Place]], roster: Roster | None
) -> tuple[list[tuple[File, Place]], tuple[Text, ...]]:
    """Give each student one spelling, and say which were taken for another's in the roster."""
    spellings: dict[str, list[str]] = {}
    for _, place in found:
        name = normal(place.student)
        own = spellings.setdefault(_listed_as(name, roster) or name.casefold(), [])
        if name and name not in own:
            own.append(name)
    ids: dict[str, str] = {}
    told = []
    for listed_as, names in spellings.items():
        one = listed_as if listed_as in names else min(names, default="")
        ids |= dict.fromkeys(names, one)
        is_in_roster = roster is not None and listed_as in roster.ids
        meant = listed_as if is_in_roster else one
        told += [f"{printable(name)} = {printable(meant)}" for name in names if name != meant]
    placed_now = [(f, replace(p, student=ids.get(normal(p.student), ""))) for f, p in found]
    return placed_now, (_taken_for(told),) if told else ()


def _taken_for(told: Sequence[str]) -> Text:
    shown = listed(told)
    return Text(
        f"students whose names differ only in capital letters, leading zeros or the server of an "
        f"e-mail address are one: {shown}",
        f"仅大小写、前导零或邮箱域名不同的名称视为同一学生:{shown}",
    )


def _listed_as(student: str, roster: Roster | None) -> str:
    return roster.find(student) if roster is not None and student else ""


def _known(bundle: Bundle, roster: Roster | None, cure: Text) -> Bundle:
    is_known = roster is None or not bundle.student or _listed_as(bundle.student, roster)
    if is_known or bundle.problem or bundle.left_out:
        return bundle
    who = bundle.student
    return replace(bundle, problem=Text(
        f"{who} is not in {ROSTER}; {cure.en}", f"{who} 不在 {ROSTER} 中;{cure.zh}"))  # fmt: skip


def _turned_away(refused: Refused) -> Entry:
    return Entry(refused.origin, Fate.REFUSED, 0, refused.student, refused.assignment,
                 refused.reason)  # fmt: skip
