"""Turns what students handed in into submissions: bytes only, nothing is run or unpacked.

Three layouts, as a folder or in a zip: nbgrader's ``submitted/<student>/<assignment>/...``; one
folder for each student; files named by student (``<student>.ipynb``, ``<student>.zip``,
``<student>_<assignment>.ipynb``, ``<student>_<exercise>.py``).
"""

from __future__ import annotations

import csv
import hashlib
import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from autograder.errors import SubmissionError
from autograder.intake.archives import MAX_FILE_BYTES, File, Listing, Refused, files_of, printable
from autograder.intake.choosing import cells_of_files, is_named, kind_of
from autograder.intake.decoding import Unreadable
from autograder.intake.downloads.reading import read_download
from autograder.intake.magics import neutral
from autograder.intake.timestamps import TIMESTAMP, timestamp_of
from autograder.model import Assignment, Cell, Course, Submission, Text

__all__ = [
    "Collected",
    "Refused",
    "read_submission",
    "read_submissions",
    "submission_of_cells",
]

ROSTER = "students.csv"
MAX_STUDENT_CHARACTERS = 100


@dataclass(frozen=True)
class Collected:
    """What was found below one path.

    Attributes:
        missing: Students of the roster of whom nothing was found.
        read_as: What kind of download it is, as ``"Canvas download"``; ``""`` for folders.
    """

    submissions: tuple[Submission, ...]
    refused: tuple[Refused, ...]
    missing: tuple[str, ...] = ()
    read_as: str = ""


@dataclass(frozen=True)
class _Bundle:
    """The files that make up one submission."""

    student: str
    assignment: Assignment
    origin: str
    files: tuple[File, ...]


def read_submissions(path: Path, course: Course, assignment: str = "") -> Collected:
    """Read every submission at `path`.

    Of two submissions of one student the one with the newer ``timestamp.txt`` counts; without
    timestamps both are refused, because the order of files says nothing.

    Args:
        path: A folder, a zip, or one file.
        assignment: Take this assignment only, and take files for it that do not say otherwise.

    Raises:
        SubmissionError: There is nothing at `path`, or the roster cannot be read.
    """
    path = Path(path)
    if not path.exists():
        raise SubmissionError("nothing is there", where=str(path), cure="check the path")
    listing = _listing(path, course)
    refused = list(listing.refused)
    roster = read_roster(course.folder / ROSTER)
    bundles = _bundles(listing.files, course, refused, only=assignment, stem=path.stem)
    bundles = [bundle for bundle in bundles if _is_known(bundle, roster, refused)]
    submissions = _newest((_read(bundle, course.timezone) for bundle in bundles), refused)
    order = {a.slug: number for number, a in enumerate(course.assignments)}
    submissions.sort(key=lambda s: (order[s.assignment], s.student))
    present = {submission.student for submission in submissions}
    return Collected(
        tuple(submissions), tuple(refused), tuple(s for s in roster or () if s not in present),
        listing.read_as,
    )  # fmt: skip


def _listing(path: Path, course: Course) -> Listing:
    """List what lies at a path; a platform's download comes out as a folder for each student."""
    archive = _normal(path.name) if path.is_file() else ""
    return read_download(files_of(path), outer=archive, zone=ZoneInfo(course.timezone))


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
    if unnamed := _why_no_student(student):
        raise SubmissionError(unnamed.en, where=student, cure="name the student otherwise")
    files: list[File] = []
    refused: list[Refused] = []
    for path in paths:
        if not path.exists():
            raise SubmissionError("nothing is there", where=str(path), cure="check the path")
        found = files_of(path)
        refused += found.refused
        known = any(path.name == a.slug for a in course.assignments)
        folder = PurePosixPath(student, path.name) if known else PurePosixPath(student)
        files += [replace(file, path=folder / file.path, source="") for file in found.files]
    bundles = _bundles(files, course, refused, only=assignment, stem=student)
    submissions = _newest((_read(bundle, course.timezone) for bundle in bundles), refused)
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
    return Submission(student, named.pop(), cells, _digest(cells), origin="cells")


def read_roster(path: Path) -> tuple[str, ...] | None:
    """Return the student ids in the first (or ``id``) column of a CSV, or None without a file.

    Raises:
        SubmissionError: It is not UTF-8 or has no row.
    """
    if not path.exists():
        return None
    try:
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    except UnicodeDecodeError:
        raise SubmissionError("not UTF-8", where=str(path), cure="save it as UTF-8") from None
    rows = [row for row in rows if row and row[0].strip()]
    if not rows:
        raise SubmissionError("no student", where=str(path), cure="one row each, or delete it")
    column = rows[0].index("id") if "id" in rows[0] else 0
    body = rows[1:] if rows[0][column] in ("id", "student", "student_id") else rows
    return tuple(_normal(row[column]) for row in body if len(row) > column)


# --- whose file is it, and for which assignment


def _bundles(
    files: Iterable[File], course: Course, refused: list[Refused], *, only: str, stem: str
) -> list[_Bundle]:
    groups: dict[tuple[str, str, str], list[File]] = {}
    for file in files:
        student, slug = _owner(file, course, stem)
        reason = _why_no_student(student)
        if kind_of(file) not in (".ipynb", ".py") and file.path.name != TIMESTAMP:
            continue
        if reason:
            refused.append(Refused(file.origin, reason))
            continue
        loose = len(file.path.parts) == 1 and kind_of(file) == ".ipynb"
        source = file.origin if loose else _folder_of(file, slug)
        groups.setdefault((student, slug, source), []).append(file)
    bundles, known = [], {assignment.slug: assignment for assignment in course.assignments}
    for (student, slug, source), group in groups.items():
        for found, own in ({slug: group} if slug else _sorted_out(group, course, only)).items():
            if found not in known:
                refused.append(_unknown_assignment(source, student, found))
            elif found == (only or found):
                bundles.append(_Bundle(student, known[found], source, tuple(own)))
    return bundles


def _owner(file: File, course: Course, stem: str) -> tuple[str, str]:
    """Return the student by the file's place, and the assignment if the place names one."""
    parts, known = file.path.parts, [a.slug for a in course.assignments]
    if len(parts) > 1:
        inside = [part for part in parts[1:-1] if part in known]
        folder = parts[1] if len(parts) > 2 and _looks_like_assignment(parts[1], course) else ""
        for slug in known:  # alice_01_tensor_shapes.zip
            if parts[0].endswith("_" + slug):
                return parts[0].removesuffix("_" + slug), slug
        return parts[0], inside[0] if inside else folder
    name = file.path.stem
    if name in known:  # the student's own zip, or one notebook under its first name
        return ("" if stem in known else _normal(stem)), name
    for slug in known:
        if name.endswith("_" + slug):
            return name.removesuffix("_" + slug), slug
    for exercise in course.exercises:
        if kind_of(file) == ".py" and name.endswith("_" + exercise.name):
            return name.removesuffix("_" + exercise.name), exercise.assignment
    return name, ""


def _looks_like_assignment(name: str, course: Course) -> bool:
    """Whether a folder is named as assignments are, though the course has none of that name."""
    folders = {exercise.slug.split("/")[1] for exercise in course.exercises}
    return name[:2].isdigit() and name[2:3] == "_" and name not in folders


def _folder_of(file: File, slug: str) -> str:
    """Return what holds the whole submission, for people to read."""
    parts = file.path.parts
    depth = parts.index(slug) + 1 if slug in parts else 1
    place = str(PurePosixPath(*parts[:depth])) if len(parts) > 1 else "."
    return f"{file.source}: {place}" if file.source else place


def _sorted_out(group: list[File], course: Course, only: str) -> dict[str, list[File]]:
    """Divide the files of a student whose folder names no assignment, by what each file is."""
    default = only or (course.assignments[0].slug if len(course.assignments) == 1 else "")
    found: dict[str, list[File]] = {}
    for file in group:
        if file.path.name != TIMESTAMP:
            found.setdefault(_assignment_of(file, course) or default, []).append(file)
    times = [file for file in group if file.path.name == TIMESTAMP]
    if "" in found and len(found) == 2:  # a stray file beside the files of one assignment
        strays = found.pop("")
        next(iter(found.values())).extend(strays)
    return {slug: [*files, *times] for slug, files in found.items()}


def _assignment_of(file: File, course: Course) -> str:
    name, text = file.path.stem, _glance(file)
    scores = {}
    for assignment in course.assignments:
        exercises = assignment.exercises
        named = name.startswith(assignment.slug) or any(is_named(file, e) for e in exercises)
        marks = sum(text.count(exercise.grade_id) for exercise in exercises)
        functions = sum(f"{word} {f}" in text for e in exercises for f in e.functions
                        for word in ("def", "class"))  # fmt: skip
        scores[assignment.slug] = (named, marks, functions)
    best = max(scores, key=scores.__getitem__)
    return best if any(scores[best]) else ""


def _glance(file: File) -> str:
    try:
        return file.read()[:MAX_FILE_BYTES].decode("utf-8", "replace")
    except OSError:
        return ""


def _unknown_assignment(source: str, student: str, slug: str) -> Refused:
    if slug:
        shown = printable(slug)
        reason = Text(f"the course has no assignment {shown}", f"课程中没有作业 {shown}")
    else:
        reason = Text("it does not say which assignment it is for; name one with --assignment",
                      "无法判断属于哪个作业;请用 --assignment 指定")  # fmt: skip
    return Refused(source, reason, student, slug)


def _why_no_student(student: str) -> Text:
    if not student or student != printable(student) or student in (".", ".."):
        return Text("its place does not name a student", "其位置没有指明学生")
    if len(student) > MAX_STUDENT_CHARACTERS or any(c in '/\\:*?"<>|' for c in student):
        return Text("a student id that cannot be a folder's name", "学号不能用作文件夹名")
    return Text()


def _is_known(bundle: _Bundle, roster: tuple[str, ...] | None, refused: list[Refused]) -> bool:
    if roster is None or bundle.student in roster:
        return True
    reason = Text(f"{bundle.student} is not in {ROSTER}", f"{bundle.student} 不在 {ROSTER} 中")
    refused.append(Refused(bundle.origin, reason, bundle.student, bundle.assignment.slug))
    return False


def _newest(submissions: Iterable[Submission], refused: list[Refused]) -> list[Submission]:
    by_key: dict[tuple[str, str], list[Submission]] = {}
    for submission in submissions:
        by_key.setdefault((submission.student, submission.assignment), []).append(submission)
    kept = []
    for group in by_key.values():
        group.sort(key=lambda s: s.timestamp, reverse=True)
        clear = len(group) == 1 or group[0].timestamp > group[1].timestamp
        if clear:
            kept.append(group[0])
        for extra in group[1:] if clear else group:
            refused.append(Refused(extra.origin, _doubled(group, clear), extra.student,
                                   extra.assignment))  # fmt: skip
    return kept


def _doubled(group: list[Submission], clear: bool) -> Text:
    if clear:
        return Text(f"an older submission; {group[0].origin} is newer",
                    f"较早的提交;{group[0].origin} 更新")  # fmt: skip
    places = ", ".join(submission.origin for submission in group)
    return Text(f"handed in more than once without a timestamp ({places}); remove all but one",
                f"没有时间戳的重复提交({places});请只保留一份")  # fmt: skip


def _normal(name: str) -> str:
    return unicodedata.normalize("NFC", name.strip())


def _read(bundle: _Bundle, zone: str) -> Submission:
    timestamp, warnings = timestamp_of(bundle.files, zone)
    timestamp = timestamp or max((file.submitted for file in bundle.files), default="")
    warnings += [note for file in bundle.files for note in file.notes]
    problem = Text()
    cells: tuple[Cell, ...] = ()
    try:
        cells, notes = cells_of_files(bundle.files, bundle.assignment)
        warnings += notes
    except Unreadable as error:
        problem = error.text
    return Submission(
        student=bundle.student, assignment=bundle.assignment.slug, cells=cells,
        digest=_digest(cells), origin=bundle.origin, timestamp=timestamp,
        warnings=tuple(dict.fromkeys(warnings)), problem=problem,
    )  # fmt: skip


def _digest(cells: Iterable[Cell]) -> str:
    """Return the digest of what can influence a grade; line endings were made equal before."""
    digest = hashlib.sha256()
    for cell in cells:
        for part in (cell.name, cell.exercise, cell.source, *filter(None, [cell.module])):
            digest.update(f"{len(part)} {part} ".encode("utf-8", "replace"))
    return digest.hexdigest()
