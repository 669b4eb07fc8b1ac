"""What the name of a file or folder says: its kind, whose copy it is, which assignment it means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath

from autograder.intake.archives import MAX_FILE_BYTES, File
from autograder.model import Course

NOTEBOOK, SCRIPT = ".ipynb", ".py"
SOURCES = (NOTEBOOK, SCRIPT)
# What browsers and mail programs hang on to an ending, and what a second download adds.
_NUMBER = r"(?:[ _-]?\(\d{1,3}\)|[ ._-]\d{1,3})?"
_ENDINGS = re.compile(
    rf"(?P<first>\.(?:ipynb|py))(?P<more>(?:{_NUMBER}\.(?:ipynb|py|json|txt|text|download))*){_NUMBER}$",
    re.IGNORECASE,
)
_PERHAPS = (".json", ".txt", ".text", "")
_COPIES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"[ _-]*[((]\d{1,3}[))]$",
        r"[ _.-]*[(\[(][^()()\[\]]*(?:\bconflict(?:ed)?\b|冲突)[^()()\[\]]*[)\])]$",
        r"\.sync-conflict-[\w-]+$",
        r"[ _]+\d{1,2}$",
        r"-\d{8}T\d{6}Z(?:-\d+)*$",  # a folder that Google Drive packed
        r"^(?:copy|kopie|copie|copia|cópia|kopia|kopi|копия)(?: *\(\d+\))?"
        r" (?:\d+ )?(?:of|von|de|di|van|av|af) +",
        r"[ _-]*[((]?(?:copy|kopie|copie|copia|cópia|kopia|kopi|копия|コピー|복사본)[))]?"
        r" *\d{0,3}$",
        r"^(?:копия|副本|复件|複本)[ _-]*",
        r"[ _-]*的?[((]?(?:副本|复件|複本|拷贝|修改版|最终版|最终|完成版|完成|已完成|新)[))]?\d*$",
        r"[ _-]*[((]?(?:final|finished|finished?|done|complete[d]?|edited|modified|updated|new"
        r"|latest|last|fertig|endversion|neu|nuevo|corrigé|solution|solutions|solved|answers?"
        r"|submission|submitted|v\d+|version *\d*|rev\d*|old|backup|bak|draft)[))]?$",
    )
)
# Names of work that is not named after anybody.
_NOBODY = frozenset({
    "answer", "answers", "assignment", "assignments", "exercise", "exercises", "final",
    "homework", "hw", "lab", "main", "my_solution", "notebook", "project", "solution",
    "solutions", "submission", "test", "untitled", "work", "作业", "答案", "练习", "abgabe",
    "loesung", "lösung", "uebung", "übung", "tarea", "solucion", "solución", "devoir",
})  # fmt: skip
# What people call a folder inside one piece of work.
_PART = re.compile(
    r"(?:src|code|docs?|data|datasets?|figures|images|img|models?|notebooks?|scripts?|python|py"
    r"|utils|attempt|part|teil|version|task|ex|q|question|v|old|new|backup|bak|draft|archive"
    r"|旧版|新版|备份|部分|版本)[\s_\-.]*\d{0,2}",
    re.IGNORECASE,
)
# Folders of a course as it is handed out or kept.
COURSE_FOLDERS = frozenset({"assignments", "autograder", "release", "solutions", "source"})


def normal(name: str) -> str:
    """Return a name in the one spelling that different systems agree on."""
    return unicodedata.normalize("NFC", name.strip())


def key_of(name: str) -> str:
    """Return what two spellings of the name of an assignment have in common."""
    return re.sub(r"[\s_\-\u2013]+", "_", normal(name).casefold()).strip("_")


def without_copy_marks(stem: str) -> str:
    """Return the name without what copying, downloading and revising add to it."""
    while True:
        for pattern in _COPIES:
            shorter = pattern.sub("", stem).strip()
            if shorter and shorter != stem:
                stem = shorter
                break
        else:
            return stem


def restored(file: File) -> File:
    """Return the file under the name of what it is, if its name hides a notebook or a script."""
    name = file.path.name
    found = _ENDINGS.search(name)
    stem, kind = (name[: found.start()], found["first"].lower()) if found else (name, "")
    several = found is not None and kind not in found["more"].lower() and any(
        ending in found["more"].lower() for ending in SOURCES
    )  # fmt: skip
    if not stem.strip():
        return file
    if found is None and file.path.suffix.lower() in _PERHAPS and not file.problem:
        stem, kind = file.path.stem, NOTEBOOK if _is_notebook(file) else ""
    elif (kind == SCRIPT or several) and _is_notebook(file):
        kind = NOTEBOOK
    elif several:
        kind = SCRIPT
    if not kind or name == stem + kind:
        return file
    path = file.path.with_name(stem + kind)
    return replace(file, path=path, called="" if name.lower() == path.name.lower() else name)


def _is_notebook(file: File) -> bool:
    """Whether the text of a file looks like a notebook's, whatever its name says."""
    if file.size > MAX_FILE_BYTES:
        return False
    try:
        data = file.read()
    except OSError:
        return False
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = data.decode("utf-16" if wide else "utf-8-sig", "replace").lstrip()
    return text.startswith("{") and ('"cells"' in text or '"worksheets"' in text)


@dataclass(frozen=True)
class Names:
    """What the names of a course's assignments and exercises are, however they are spelt."""

    course: Course

    @cached_property
    def _slugs(self) -> dict[str, str]:
        found = {}
        for assignment in self.course.assignments:
            found[key_of(assignment.slug)] = assignment.slug
            _, _, short = assignment.slug.partition("_")
            found.setdefault(key_of(short), assignment.slug)
        return found

    @cached_property
    def _exercises(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for exercise in self.course.exercises:
            for name in (exercise.slug.split("/")[1], exercise.name):
                found.setdefault(key_of(name), exercise.assignment)
        return found

    def slug(self, name: str) -> str:
        """Return the assignment that a name means, or ``""``."""
        for spelling in (name, without_copy_marks(name)):
            if found := self._slugs.get(key_of(spelling), ""):
                return found
        return ""

    def assignment_of_exercise(self, name: str) -> str:
        """Return the assignment of the exercise that a name means, or ``""``."""
        for spelling in (name, without_copy_marks(name)):
            if found := self._exercises.get(key_of(spelling), ""):
                return found
        return ""

    def is_known(self, name: str) -> bool:
        """Whether it names a part of the course, and so no student."""
        return bool(self.slug(name) or self.assignment_of_exercise(name))

    def is_nobody(self, name: str) -> bool:
        """Whether no student is called so: a part of the course, or a word such as ``homework``."""
        words = (key_of(name), key_of(without_copy_marks(name)))
        return self.is_known(name) or any(word in _NOBODY for word in words)

    def is_part(self, name: str) -> bool:
        """Whether it is the usual name of a folder inside one student's work."""
        return self.is_nobody(name) or bool(_PART.fullmatch(normal(name)))

    def divided(self, stem: str) -> tuple[str, str]:
        """Divide ``alice_01_tensor_shapes`` into the student and the assignment, or (name, "")."""
        for spelling in (stem, without_copy_marks(stem)):
            for assignment in self.course.assignments:
                if found := _beside(spelling, assignment.slug):
                    return found, assignment.slug
        return stem, ""

    def divided_script(self, stem: str) -> tuple[str, str]:
        """Divide ``alice_describe`` or ``01_describe_alice``: the student, the assignment."""
        names = sorted(
            ((name, e.assignment) for e in self.course.exercises
             for name in (e.slug.split("/")[1], e.name)),
            key=_longest,
        )  # fmt: skip
        for spelling in (stem, without_copy_marks(stem)):
            for name, slug in names:
                if found := _beside(spelling, name):
                    return found, slug
        return stem, ""


def _longest(pair: tuple[str, str]) -> int:
    return -len(pair[0])


def _before(stem: str, name: str) -> str:
    found = re.fullmatch(rf"(.+?)[\s_\-]+{_spelt(name)}", stem, re.IGNORECASE)
    return found[1].strip() if found else ""


def _beside(stem: str, name: str) -> str:
    after = re.fullmatch(rf"{_spelt(name)}[\s_\-]+(.+)", stem, re.IGNORECASE)
    return _before(stem, name) or (after[1].strip() if after else "")


def _spelt(name: str) -> str:
    return r"[\s_\-]+".join(map(re.escape, name.split("_")))


def folders_of(files: Iterable[File]) -> dict[str, list[File]]:
    """Return the files that lie in folders, by the outermost one."""
    found: dict[str, list[File]] = {}
    for file in files:
        if len(file.path.parts) > 1:
            found.setdefault(file.path.parts[0], []).append(file)
    return found


def below(file: File, depth: int = 1) -> File:
    """Return the file without the outermost folders of its place."""
    return replace(file, path=PurePosixPath(*file.path.parts[depth:]))
