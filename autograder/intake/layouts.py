"""Whose file is it, and for which assignment: by its place alone.

Read are ``<student>/<assignment>/...`` and ``<assignment>/<student>/...``, folders and files named
by student, one student's own folder, and each of them in a folder for the term or the section. The
name of an assignment or an exercise never becomes a student's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from autograder.intake.archives import File, printable
from autograder.intake.names import (
    COURSE_FOLDERS,
    NOTEBOOK,
    SOURCES,
    Names,
    below,
    folders_of,
    key_of,
    normal,
    without_copy_marks,
)
from autograder.model import NO_TEXT, Text

# Folders that collecting a class puts around everything.
WRAPPERS = frozenset({"submitted", "submissions"})
# What a whole class is kept under: no student's name, so nobody's work is put under it.
_CLASSES = WRAPPERS | frozenset({
    "class", "classes", "course", "courses", "students", "hand-ins", "handins", "inbox",
    "downloads", "download", "upload", "uploads", "tmp", "temp",
})  # fmt: skip
_SEASON = (
    "spring|summer|autumn|fall|winter|semester|term|trimester|quarter|ws|ss|wise|sose|"
    "wintersemester|sommersemester|学期|春|夏|秋|冬"
)
_TERM = re.compile(
    rf"(?:{_SEASON})[\s_\-]*\d{{0,4}}(?:[\s_\-/]*\d{{2,4}})?|\d{{2,4}}(?:[\s_\-]*\d{{2,4}})?"
    rf"[\s_\-年]*(?:{_SEASON})\w*|(?:section|sec|group[s]?|tutorial|class)[\s_\-]+\w{{1,3}}"
    r"|(?:week|woche)[\s_\-]*\d{1,2}(?:[\s_\-]+late)?|(?:too[\s_\-]+)?late(?:[\s_\-]+"
    r"(?:submissions?|work|hand-?ins?))?|(?:on|in)[\s_\-]*time|punctual|overdue|resubmissions?"
    r"|resubmitted|extensions?|all|everyone|everybody|verspätet|pünktlich|迟交|补交|按时|全部",
    re.IGNORECASE,
)
MAX_WRAPPERS = 4
OF_NOBODY = Text(
    "no folder and no name says whose it is; put it into <student>/<assignment>/, or name it "
    "<student>_<assignment>.ipynb",
    "没有文件夹或文件名说明是谁的;请放入 <学生>/<作业>/,或命名为 <学生>_<作业>.ipynb",
)


@dataclass(frozen=True)
class Place:
    """What the place of a file says.

    Attributes:
        student: Whose it is, or ``""`` where the place names nobody.
        assignment: Its slug, ``""``, or the name of a folder that no assignment has.
        problem: Why the place cannot be understood.
    """

    student: str = ""
    assignment: str = ""
    problem: Text = NO_TEXT


@dataclass(frozen=True)
class Situation:
    """What helps to tell students from folders.

    Attributes:
        path: What was named to be read.
        is_listed: Whether a name is a student's of the roster.
        is_blank: Whether a file is a notebook or script without any answer.
    """

    names: Names
    path: Path
    is_listed: Callable[[str], bool]
    is_blank: Callable[[File], bool]


def placed(files: Sequence[File], situation: Situation) -> list[tuple[File, Place]]:
    """Return every file, with its place below the folders around it, and what the place says."""
    if owner := _sure_owner(files, situation):
        return [(file, own_place(file, owner, situation.names)) for file in files]
    files = _unwrapped(files, situation)
    mixed = {
        root: _in_assignment(group, situation)
        for root, group in folders_of(files).items()
        if situation.names.slug(root)
    }
    found = [(file, _place(file, situation, mixed)) for file in files]
    found = _own_copies(found, situation)
    return _with_owner(found, situation)


# --- folders around everything


def _unwrapped(files: Sequence[File], situation: Situation) -> list[File]:
    files = list(files)
    for _ in range(MAX_WRAPPERS):
        groups = folders_of(files)
        by_student = any(_has_work(group, situation) for group in groups.values())
        around = {
            root
            for root, group in groups.items()
            if _is_wrapper(
                root, group, situation, alone=len(group) == len(files), by_student=by_student
            )
        }
        if not around:
            break
        files = [
            below(file) if len(file.path.parts) > 1 and file.path.parts[0] in around else file
            for file in files
        ]
    return files


def _has_work(group: list[File], situation: Situation) -> bool:
    """Whether work lies in a folder's assignments themselves, as in a student's folder."""
    return any(
        _in_assignment(files, situation).has_own
        for name, files in folders_of(map(below, group)).items()
        if situation.names.slug(name)
    )


def _is_wrapper(
    root: str, group: list[File], situation: Situation, *, alone: bool, by_student: bool
) -> bool:
    names, key = situation.names, root.casefold()
    if names.is_known(root) or key in COURSE_FOLDERS or situation.is_listed(root):
        return False
    if {key, names.divided(key)[0]} & WRAPPERS or (
        alone and key == normal(situation.path.stem).casefold()
    ):
        return True
    if _TERM.fullmatch(root) or key_of(root) == key_of(names.course.term):
        return alone or not _has_work(group, situation)  # somebody among others may be called Late
    return _holds_students(group, situation, by_student=by_student)


def _holds_students(group: list[File], situation: Situation, *, by_student: bool = False) -> bool:
    """Whether what lies below a folder is several students', or one's who is in the roster.

    Args:
        by_student: Whether folders beside it are students', so that it is one's as well.
    """
    names, own = situation.names, by_student
    students = {
        student for file in group if len(file.path.parts) == 2
        if situation.is_listed(student := _loose(below(file), situation).student)
    }  # fmt: skip
    inner = folders_of(map(below, group))
    for name, files in inner.items():
        if names.slug(name):
            found = _in_assignment(files, situation)
            own |= found.has_own
            students |= found.folders
        elif not names.is_known(name) and name.casefold() not in COURSE_FOLDERS:
            parts = {part for file in files for part in file.path.parts[1:-1]}
            if any(names.slug(part) for part in parts) or situation.is_listed(name):
                students.add(name)
    return any(map(situation.is_listed, students)) or (len(students) > 1 and not own)


# --- folders named by an assignment


@dataclass(frozen=True)
class _Inside:
    """What lies in a folder named by an assignment.

    Attributes:
        has_own: Work without a student's folder: ``01_shapes.ipynb``, ``01_describe/describe.py``.
        folders: Folders in it that can be students'.
    """

    has_own: bool
    folders: frozenset[str]


def _in_assignment(group: Iterable[File], situation: Situation) -> _Inside:
    names, own, folders = situation.names, False, set()
    for file in group:
        rest = file.path.parts[1:]
        is_part = bool(rest) and names.is_part(rest[0]) and not situation.is_listed(rest[0])
        if len(rest) > 1 and not is_part:
            if rest[0].casefold() not in COURSE_FOLDERS and not _is_course_file(file):
                folders.add(rest[0])
        elif _is_source(file) and (len(rest) > 1 or names.is_nobody(file.path.stem)):
            own = own or not situation.is_blank(file)
    return _Inside(own, frozenset(folders))


def _is_source(file: File) -> bool:
    return file.path.suffix.lower() in SOURCES and not file.problem and not _is_course_file(file)


def _is_course_file(file: File) -> bool:
    return file.path.name.startswith(("test_", "conftest"))


# --- one file


def _place(file: File, situation: Situation, mixed: Mapping[str, _Inside]) -> Place:
    names, parts = situation.names, file.path.parts
    if len(parts) == 1:
        return _loose(file, situation)
    root, rest = parts[0], parts[1:]
    slug = "" if situation.is_listed(root) else names.slug(root)
    if slug:
        return _below_assignment(file, slug, situation, mixed[root])
    inside = next((found for part in parts[1:-1] if (found := names.slug(part))), "")
    is_ours = names.is_known(root) or root.casefold() in COURSE_FOLDERS
    if is_ours and not situation.is_listed(root):
        return Place("", inside or names.assignment_of_exercise(root))
    student, slug = names.divided(root)
    if not inside and len(rest) > 1 and _looks_like_assignment(rest[0], names):
        return Place(student, slug or rest[0])
    return Place(student, slug or inside)


def _loose(file: File, situation: Situation) -> Place:
    names, stem = situation.names, file.path.stem
    if file.path.suffix.lower() in ("", "."):
        stem = file.path.name
    if situation.is_listed(stem):
        return Place(stem)
    if slug := names.slug(stem):
        return Place("", slug)
    if slug := names.assignment_of_exercise(stem):
        return Place("", slug)
    student, slug = names.divided(stem)
    if not slug and file.path.suffix.lower() != NOTEBOOK:
        student, slug = names.divided_script(stem)
    if names.is_nobody(student):  # 01_tensor_shapes_final.ipynb
        return Place("", slug)
    return Place(student, slug)


def _below_assignment(file: File, slug: str, situation: Situation, inside: _Inside) -> Place:
    names, rest = situation.names, file.path.parts[1:]
    first = rest[0]
    if len(rest) > 1:
        is_students = first in inside.folders and not names.is_known(first)
        if not is_students:
            return Place("", slug)
        if inside.has_own and not situation.is_listed(first):
            return Place("", slug, _mixed(file.path.parts[0], inside))
        return Place(names.divided(first)[0], slug)
    own = _loose(below(file), situation)
    if situation.is_listed(own.student):
        return Place(own.student, slug)
    if not _is_source(file) and not file.problem and not own.student:
        return Place("", slug)
    if inside.has_own and inside.folders:
        return Place("", slug, _mixed(file.path.parts[0], inside))
    return Place("" if inside.has_own else own.student, slug)


def _mixed(folder: str, inside: _Inside) -> Text:
    some = ", ".join(sorted(printable(name) for name in inside.folders)[:3])
    return Text(
        f"{folder} holds work of its own and folders ({some}): either could be a student's; put "
        f"each student's files into <student>/{folder}/",
        f"{folder} 中既有文件又有文件夹({some}),无法判断属于哪个学生;"
        f"请把每个学生的文件放入 <学生>/{folder}/",
    )


def _looks_like_assignment(name: str, names: Names) -> bool:
    """Whether a folder is named as assignments are, though the course has none of that name."""
    return name[:2].isdigit() and name[2:3] == "_" and not names.is_known(name)


# --- a student's own folder, and copies of one student's file


def _own_copies(found: list[tuple[File, Place]], situation: Situation) -> list[tuple[File, Place]]:
    """Give ``ana (1).ipynb`` to ana where there is an ana."""
    students = {place.student for _, place in found}

    def owner(file: File, place: Place) -> Place:
        plain = without_copy_marks(place.student)
        mark = place.student.removeprefix(plain)
        is_word = mark != place.student and mark[:1].isascii() and mark[:1].isalnum()
        is_copy = plain != place.student and not is_word  # arnold is no old copy of arn's
        is_loose = len(file.path.parts) == 1 or "conflict" in mark.casefold()
        if situation.is_listed(place.student) or not is_loose:
            return place
        if is_copy and (plain in students or situation.is_listed(plain)):
            return Place(plain, place.assignment, place.problem)
        return place

    return [(file, owner(file, place)) for file, place in found]


def _with_owner(found: list[tuple[File, Place]], situation: Situation) -> list[tuple[File, Place]]:
    """Give a folder in which nothing names a student to the student it is named by."""
    sources = [place for file, place in found if _is_source(file)]
    nobodys = sources and not any(place.student or place.problem for place in sources)
    student, slug = owner_of(situation.path, situation.names) if nobodys else ("", "")
    if student:
        return [(file, Place(student, place.assignment or slug)) for file, place in found]
    return [(file, _of_nobody(place)) for file, place in found]


def _of_nobody(place: Place) -> Place:
    if place.student or place.problem:
        return place
    return Place("", place.assignment, OF_NOBODY)


def _sure_owner(files: Sequence[File], situation: Situation) -> str:
    """Return whose folder it is where it lies in nbgrader's layout or is named by the roster."""
    path = situation.path.resolve()
    if not path.is_dir():
        return ""
    above = path.parent
    if situation.names.slug(above.name):
        above = above.parent
    student, _ = owner_of(path, situation.names)
    sure = above.name.casefold() in WRAPPERS or situation.is_listed(path.name)
    inside = [replace(file, path=PurePosixPath("_", file.path)) for file in files]
    is_class = _holds_students(inside, situation)
    return student if sure and student == normal(path.name) and not is_class else ""


def own_place(file: File, owner: str, names: Names) -> Place:
    """Return what the place of a file says that is known to be this student's."""
    parts = file.path.parts
    slug = next((found for part in parts[:-1] if (found := names.slug(part))), "")
    return Place(owner, slug or names.slug(file.path.stem))


def owner_of(path: Path, names: Names) -> tuple[str, str]:
    """Return the student that a folder, zip or file is named by, and the assignment if it says so.

    ``submitted/rosa/01_tensor_shapes`` is rosa's.
    """
    path, slug = path.resolve(), ""
    name = normal(path.name if path.is_dir() else path.stem)
    while names.is_known(name) and path.parent != path:
        slug = slug or names.slug(name)
        if not path.is_dir() and not names.is_known(path.parent.name):
            return "", slug  # a file in somebody's folder of downloads
        path = path.parent
        name = normal(path.name)
    student, found = names.divided(name)
    is_class = name.casefold() in _CLASSES | COURSE_FOLDERS or _TERM.fullmatch(name)
    if is_class or names.is_nobody(student):
        return "", slug or found
    return student, slug or found
