"""What part a file plays in a hand-in, and why one that holds no answer cannot be graded."""

from __future__ import annotations

import enum
from collections.abc import Sequence

from autograder.intake.archives import EMPTY, File, printable
from autograder.intake.choosing import is_answer_file
from autograder.intake.names import COURSE_FOLDERS
from autograder.intake.reading import kind_of, listed
from autograder.intake.roster import ROSTER
from autograder.intake.timestamps import TIMESTAMP
from autograder.model import Text


class Role(enum.StrEnum):
    """What a file is for; an `UNREAD` one may be all that a student handed in."""

    ANSWER = "answer"
    TIME = "time"
    COURSE = "the course's own"
    DATA = "data"
    UNREAD = "unread"
    BROKEN = "broken"


# Where the course's own code lies; no student writes in it.
_ENGINE = frozenset({"autograder", "witnesses"})
_COURSE_FILES = frozenset({
    "budgets.json", "pytest.ini", "setup.cfg", "pyproject.toml", "requirements.txt", "makefile",
    "environment.yml", "nbgrader_config.py", "gradebook.db", "license", "licence",
    "changelog.md", "contributing.md", "course.toml", "assignment.toml", "exercise.toml",
    "run.json", "grades.csv", "grades.json",
})  # fmt: skip
_COURSE_STEMS = ("readme", "statement.", "introduction.", "student.")
_DATA = frozenset({
    ".csv", ".tsv", ".npy", ".npz", ".pt", ".pth", ".ckpt", ".safetensors", ".onnx", ".pkl",
    ".json", ".jsonl", ".yaml", ".yml", ".toml", ".ini", ".cfg", ".log", ".db", ".sqlite",
    ".sqlite3", ".parquet", ".h5", ".hdf5", ".mat", ".xml", ".xlsx", ".xls", ".bin", ".dat",
    ".sh", ".bat", ".lock", ".env", ".css", ".js", ".code-workspace",
})  # fmt: skip
_EXPORT = Text(
    "{kind} file, from which no code is read; hand in the .ipynb itself, not its export",
    "{kind} 文件,无法从中读取代码;请提交 .ipynb 本身,而不是导出文件",
)
_KINDS = {
    (".html", ".htm", ".mhtml", ".xhtml", ".webarchive"): _EXPORT,
    (".pdf", ".tex", ".ps"): _EXPORT,
    (".doc", ".docx", ".odt", ".rtf", ".pages", ".wps", ".ppt", ".pptx"): Text(
        "{kind} document of a word processor; hand in the notebook (.ipynb) or the .py files",
        "文字处理文档({kind});请提交笔记本(.ipynb)或 .py 文件",
    ),
    (".png", ".jpg", ".jpeg", ".gif", ".heic", ".webp", ".bmp", ".tif", ".tiff", ".svg"): Text(
        "{kind} picture; code cannot be read from it, hand in the notebook (.ipynb)",
        "图片({kind});无法从中读取代码,请提交笔记本(.ipynb)",
    ),
    (".txt", ".md", ".rst", ".text"): Text(
        "{kind} text; hand in the notebook (.ipynb) or the .py files",
        "文本文件({kind});请提交笔记本(.ipynb)或 .py 文件",
    ),
    (".url", ".webloc", ".gdoc", ".gsheet", ".lnk", ".desktop"): Text(
        "{kind} file, a link to work that lies elsewhere; hand in the notebook (.ipynb) itself",
        "指向别处的链接({kind});请提交笔记本(.ipynb)本身",
    ),
    (".crdownload", ".part", ".download", ".tmp"): Text(
        "{kind} file, which is half of a download; hand in the whole .ipynb",
        "未完成的下载({kind});请提交完整的 .ipynb",
    ),
}
_OTHER = Text(
    "{kind} is a kind that is not read; hand in the notebook (.ipynb) or the .py files",
    "{kind} 类型的文件不会被读取;请提交笔记本(.ipynb)或 .py 文件",
)
EMPTY_FOLDER = Text("an empty folder: nothing was handed in", "空文件夹:没有提交任何文件")
NO_ANSWER = Text(
    "no notebook and no Python file with answers", "没有笔记本,也没有含答案的 Python 文件"
)


def role_of(file: File) -> Role:
    """Return what a file is for, by its name and place."""
    name, folders = file.path.name.lower(), [part.casefold() for part in file.path.parts[:-1]]
    if name == EMPTY:
        return Role.BROKEN if file.problem else Role.UNREAD
    if file.problem:
        return Role.BROKEN
    if file.path.name == TIMESTAMP:
        return Role.TIME
    if name in (*_COURSE_FILES, ROSTER) or name.startswith(_COURSE_STEMS):
        return Role.COURSE
    if is_answer_file(file):
        return Role.ANSWER if _ENGINE.isdisjoint(folders) else Role.COURSE
    if kind_of(file) == ".py" or not _ENGINE.isdisjoint(folders):
        return Role.COURSE
    return Role.DATA if kind_of(file) in _DATA else Role.UNREAD


def is_of_course_folder(file: File) -> bool:
    """Whether a file lies in a folder of the course as it was handed out."""
    return not COURSE_FOLDERS.isdisjoint(part.casefold() for part in file.path.parts[:-1])


def why_unread(files: Sequence[File]) -> Text:
    """Return why nothing of these files can be graded, a sentence for each kind of file."""
    files = [file for file in files if role_of(file) is not Role.TIME]
    files = [file for file in files if role_of(file) is not Role.COURSE] or files
    reasons: dict[Text, list[str]] = {}
    for file in files:
        reasons.setdefault(_why(file), []).append(printable(file.path.name))
    if not files or list(reasons) == [EMPTY_FOLDER]:
        return EMPTY_FOLDER
    parts = [(reason, listed(names)) for reason, names in reasons.items() if reason != EMPTY_FOLDER]
    return Text("; ".join(f"{names}: {reason.en}" for reason, names in parts),
                ";".join(f"{names}:{reason.zh}" for reason, names in parts))  # fmt: skip


def _why(file: File) -> Text:
    if file.problem:
        return file.problem
    if file.path.name == EMPTY:
        return EMPTY_FOLDER
    if role_of(file) is Role.COURSE:
        return NO_ANSWER
    kind = kind_of(file)
    found = next((text for kinds, text in _KINDS.items() if kind in kinds), _OTHER)
    shown = kind.removeprefix(".").upper() or "a file without an ending"
    article = "an" if shown[:1] in "AEFHILMNORSX" else "a"
    en = f"{article} {shown}" if found is not _OTHER and kind else shown
    return Text(found.en.format(kind=en), found.zh.format(kind=shown))
