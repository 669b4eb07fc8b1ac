"""Puts files together that make up one hand-in: of one student, for one assignment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from autograder.intake.archives import MAX_FILE_BYTES, File, printable
from autograder.intake.choosing import is_blank, is_named
from autograder.intake.layouts import OF_NOBODY, Place
from autograder.intake.roles import Role, is_of_course_folder, role_of, why_unread
from autograder.model import NO_TEXT, Course, Text

MAX_STUDENT_CHARACTERS = 100
FORBIDDEN = '/\\:*?"<>|'
ONLY_SKELETONS = Text(
    "holds the course's own files only, nothing in them is answered",
    "只有课程原有的文件,没有任何回答",
)
OTHER_ASSIGNMENT = Text("for another assignment", "属于其他作业")
UNTOUCHED = Text("untouched files of the course", "课程原有的、未改动的文件")
OWN = Text("belongs to the course, or is no hand-in", "属于课程,或不是提交的内容")


@dataclass(frozen=True)
class Bundle:
    """The files that compete for one submission.

    Attributes:
        assignment: A slug, ``""`` where nothing says it, or a name that no assignment has.
        problem: Why it is refused as a whole.
        left_out: Why it is deliberately not counted.
        times: What says when it was handed in, for the other bundles of its folder as well.
    """

    student: str
    assignment: str
    origin: str
    files: tuple[File, ...]
    times: tuple[File, ...] = ()
    problem: Text = NO_TEXT
    left_out: Text = NO_TEXT

    @property
    def has_answers(self) -> bool:
        """Whether there is a file that can hold answers."""
        return any(role_of(file) is Role.ANSWER for file in self.files)


def bundles_of(found: Iterable[tuple[File, Place]], course: Course, only: str = "") -> list[Bundle]:
    """Return every file in exactly one bundle.

    Args:
        only: Count this assignment only, and take files for it that do not say otherwise.
    """
    found = list(found)
    nobodys = [Bundle("", place.assignment, file.origin, (file,), problem=place.problem)
               for file, place in found if place.problem]  # fmt: skip
    bundles = [one for bundle in nobodys for one in _of_nobody(bundle, course)]
    for (student, slug, origin), files in _groups(found).items():
        if why := why_no_student(student):
            bundles += _of_nobody(Bundle(student, slug, "", tuple(files), problem=why), course)
            continue
        times = tuple(file for file in files if role_of(file) is Role.TIME)
        parts = {slug: files} if slug else _sorted_out(files, course, only)
        for own, part in parts.items():
            bundles += _apart(Bundle(student, own, origin, tuple(part), times))
    bundles = _gathered(bundles, course, only)
    return [_judged(bundle, course, only) for bundle in _without_skeletons(bundles, course, only)]


def why_no_student(student: str) -> Text:
    """Return why a name can be nobody's id, with the cure, or an empty text."""
    if not student or student in (".", ".."):
        return OF_NOBODY
    shown = printable(student) or "?"
    if shown != student:
        return Text(f"{shown}: the name holds characters that cannot be seen; rename it",
                    f"{shown}:名称含有不可见字符;请重命名")  # fmt: skip
    bad = "".join(dict.fromkeys(c for c in student if c in FORBIDDEN))
    if bad:
        better = "".join("_" if c in FORBIDDEN else c for c in student)
        return Text(
            f"{shown} cannot be an id: {bad} cannot be in a folder's name; rename it, as {better}",
            f"{shown} 不能用作学号:文件夹名不能含有 {bad};请改名为 {better}",
        )
    if len(student) > MAX_STUDENT_CHARACTERS:
        return Text(
            f"{shown[:40]}… cannot be an id: more than {MAX_STUDENT_CHARACTERS} characters; "
            "rename it",
            f"{shown[:40]}… 不能用作学号:最多 {MAX_STUDENT_CHARACTERS} 个字符;请改名",
        )
    return Text()


def _groups(found: Iterable[tuple[File, Place]]) -> dict[tuple[str, str, str], list[File]]:
    groups: dict[tuple[str, str, str], list[File]] = {}
    for file, place in found:
        if not place.problem:
            loose = len(file.path.parts) == 1 and file.path.suffix.lower() != ".py"
            origin = file.origin if loose else _origin(file, place)
            groups.setdefault((place.student, place.assignment, origin), []).append(file)
    return groups


def _origin(file: File, place: Place) -> str:
    """Return what holds the whole submission, for people to read."""
    parts = file.path.parts
    if is_of_course_folder(file):  # release/ and assignments/ are one hand-in
        depth = 1
    else:
        depth = next((n for n, part in enumerate(parts[:-1], 1) if part == place.assignment), 1)
        if depth == 1 and place.assignment and place.assignment == parts[0] and len(parts) > 2:
            depth = 2  # <assignment>/<student>
    where = str(PurePosixPath(*parts[:depth])) if len(parts) > 1 else "."
    return f"{file.source}: {where}" if file.source else where


def _of_nobody(bundle: Bundle, course: Course) -> Iterable[Bundle]:
    """Refuse what holds answers, and leave out the course's own files."""
    for file in bundle.files:
        own = replace(bundle, student=printable(bundle.student), origin=file.origin, files=(file,))
        if file.problem:
            yield replace(own, problem=file.problem)
        elif bundle.student:
            yield own
        elif role_of(file) is not Role.ANSWER:
            yield replace(own, problem=NO_TEXT, left_out=OWN)
        elif is_blank(file, course.exercises):
            yield replace(own, problem=NO_TEXT, left_out=UNTOUCHED)
        else:
            yield own


def _apart(bundle: Bundle) -> Iterable[Bundle]:
    """Refuse each file that cannot be opened where there is another one that can be graded."""
    broken = [file for file in bundle.files if role_of(file) is Role.BROKEN]
    if not bundle.has_answers:
        yield bundle
        return
    for file in broken:
        yield _refused(bundle, file)
    yield replace(bundle, files=tuple(file for file in bundle.files if file not in broken))


def _sorted_out(files: Sequence[File], course: Course, only: str) -> dict[str, list[File]]:
    """Divide the files of a student whose folder names no assignment, by what each file is."""
    default = only or (course.assignments[0].slug if len(course.assignments) == 1 else "")
    found: dict[str, list[File]] = {}
    for file in files:
        if role_of(file) is Role.ANSWER:
            found.setdefault(_assignment_of(file, course) or default, []).append(file)
    if "" in found and len(found) == 2:  # a stray file beside the files of one assignment
        strays = found.pop("")
        next(iter(found.values())).extend(strays)
    rest = [file for file in files if role_of(file) is not Role.ANSWER]
    first = next((slug for slug in found if slug), next(iter(found), default))
    found.setdefault(first, []).extend(rest)
    return found


def _assignment_of(file: File, course: Course) -> str:
    name, text = file.path.stem.casefold(), _glance(file)
    scores = {}
    for assignment in course.assignments:
        exercises = assignment.exercises
        named = assignment.slug.casefold() in name or any(is_named(file, e) for e in exercises)
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


# --- what lies beside a student's answers


def _gathered(bundles: Sequence[Bundle], course: Course, only: str) -> list[Bundle]:
    """Put what holds no answers to what its student has handed in, or leave it a bundle alone."""
    answered = [bundle for bundle in bundles if bundle.has_answers and not bundle.problem]
    handed_in = {bundle.assignment for bundle in answered}
    course_slugs = {assignment.slug for assignment in course.assignments}
    whole_class = only or next(iter(handed_in & course_slugs if len(handed_in) == 1 else ()), "")
    kept = [b for b in bundles if b.has_answers or b.problem or b.left_out]
    rest = [b for b in bundles if not (b.has_answers or b.problem or b.left_out)]
    alone: dict[tuple[str, str], list[Bundle]] = {}
    for bundle in rest:
        own = next((b for b in kept if _is_beside(b, bundle)), None)
        if own is not None:
            kept.remove(own)
            broken = [file for file in bundle.files if role_of(file) is Role.BROKEN]
            others = [file for file in bundle.files if file not in broken]
            kept.append(replace(own, files=(*own.files, *others)))
            kept += [_refused(bundle, file) for file in broken]
        elif all(len(f.path.parts) == 1 and role_of(f) in _NO_HAND_IN for f in bundle.files):
            kept.append(replace(bundle, left_out=OWN))
        else:
            slug = bundle.assignment or whole_class
            alone.setdefault((bundle.student, slug), []).append(bundle)
    for (_, slug), group in alone.items():
        files = tuple(file for bundle in group for file in bundle.files)
        kept.append(replace(group[0], assignment=slug, files=files))
    return kept


_NO_HAND_IN = (Role.DATA, Role.COURSE, Role.TIME)


def _is_beside(own: Bundle, other: Bundle) -> bool:
    same = own.student == other.student and other.assignment in ("", own.assignment)
    return same and own.has_answers and not own.problem


def _refused(bundle: Bundle, file: File) -> Bundle:
    return replace(bundle, origin=file.origin, files=(file,), problem=file.problem)


def _without_skeletons(bundles: Sequence[Bundle], course: Course, only: str) -> list[Bundle]:
    """Leave out what a student did not touch of a course that was handed in whole."""
    untouched = {id(bundle) for bundle in bundles if _is_untouched(bundle, course)}
    busy = {b.student for b in bundles if b.has_answers and id(b) not in untouched}
    told: set[str] = set()
    kept = []
    for bundle in bundles:
        if id(bundle) not in untouched or (only and bundle.student not in busy):
            kept.append(bundle)
        elif bundle.student in busy | told:
            kept.append(replace(bundle, left_out=UNTOUCHED))
        else:
            told.add(bundle.student)
            kept.append(replace(bundle, problem=ONLY_SKELETONS))
    return kept


def _is_untouched(bundle: Bundle, course: Course) -> bool:
    answers = [file for file in bundle.files if role_of(file) is Role.ANSWER]
    return (
        bool(answers)
        and all(map(is_of_course_folder, answers))
        and all(is_blank(file, course.exercises) for file in answers)
    )


def _judged(bundle: Bundle, course: Course, only: str) -> Bundle:
    """Say why a bundle cannot be a submission, where it cannot."""
    known = any(assignment.slug == bundle.assignment for assignment in course.assignments)
    if bundle.problem or bundle.left_out:
        return bundle
    if known and only in ("", bundle.assignment):
        return bundle
    if known:
        return replace(bundle, left_out=OTHER_ASSIGNMENT)
    if not bundle.has_answers:
        return replace(bundle, problem=why_unread(bundle.files))
    if bundle.assignment:
        shown = printable(bundle.assignment)
        reason = Text(f"the course has no assignment {shown}", f"课程中没有作业 {shown}")
    else:
        reason = Text("it does not say which assignment it is for; name one with --assignment",
                      "无法判断属于哪个作业;请用 --assignment 指定")  # fmt: skip
    return replace(bundle, problem=reason)
