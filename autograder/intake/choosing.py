"""Turns the files of one submission into cells, by the names and the text of the files."""

from __future__ import annotations

from collections.abc import Iterable

from autograder.intake.archives import MAX_FILE_BYTES, File, printable
from autograder.intake.cells import answered, cells_of_notebook
from autograder.intake.decoding import Unreadable, decode_notebook, decode_python
from autograder.intake.magics import neutral
from autograder.intake.notebook_format import parse_notebook
from autograder.model import Assignment, Cell, Exercise, Text

NOT_ANSWERS = ("test_", "conftest", "setup")
NOTHING = Text("there is no notebook and no Python file of an exercise",
               "没有笔记本,也没有练习的 Python 文件")  # fmt: skip


def kind_of(file: File) -> str:
    """Return the ending of the file's name in lower case."""
    return file.path.suffix.lower()


def cells_of_files(
    files: Iterable[File], assignment: Assignment
) -> tuple[tuple[Cell, ...], list[Text]]:
    """Return the cells of one submission, and what was mended or left out.

    A Python file counts for the exercises that the notebook leaves unanswered.

    Raises:
        Unreadable: Nothing can be graded; says why.
    """
    files, exercises = tuple(files), assignment.exercises
    notebooks = [file for file in files if kind_of(file) == ".ipynb"]
    scripts = [file for file in files if kind_of(file) == ".py"
               and not file.path.stem.startswith(NOT_ANSWERS)]  # fmt: skip
    if not notebooks and not scripts:
        raise Unreadable(
            Text("there is no notebook and no Python file", "没有笔记本或 Python 文件")
        )
    cells, warnings = _from_notebooks(notebooks, assignment, bool(scripts))
    done = {name for cell in cells for name in answered(cell.source, exercises)}
    more, notes = _from_scripts(scripts, [e for e in exercises if not done & set(e.functions)])
    if not cells and not more:
        raise Unreadable(notes[0] if notes else NOTHING)
    return (*cells, *more), [*warnings, *notes]


def _from_notebooks(
    files: list[File], assignment: Assignment, optional: bool
) -> tuple[tuple[Cell, ...], list[Text]]:
    """Return the cells of the notebook that counts; the other notebooks are named in a warning."""
    if not files:
        return (), []
    slug = assignment.slug
    files = sorted(files, key=lambda f: (slug not in f.path.stem, len(f.path.name), f.path.name))
    chosen, warnings = files[0], []
    if len(files) > 1:
        others = ", ".join(printable(file.path.name) for file in files[1:])
        warnings.append(Text(f"{chosen.path.name} was graded, not {others}",
                             f"评分的是 {chosen.path.name},不是 {others}"))  # fmt: skip
    elif slug not in chosen.path.stem and len(chosen.path.parts) > 1:
        warnings.append(Text(f"{chosen.path.name} was taken for {slug}.ipynb",
                             f"{chosen.path.name} 被当作 {slug}.ipynb"))  # fmt: skip
    try:
        notebook = parse_notebook(decode_notebook(_bytes(chosen)))
        cells, notes = cells_of_notebook(notebook, assignment.exercises)
    except Unreadable as error:
        if not optional:
            raise
        return (), [*warnings, error.text]
    return cells, [*warnings, *notes]


def _from_scripts(files: list[File], exercises: list[Exercise]) -> tuple[list[Cell], list[Text]]:
    """Return one cell for each exercise that a file answers, by its name or its functions."""
    texts, warnings, cells, used = {}, [], [], set()
    for file in sorted(files, key=lambda file: str(file.path)):
        try:
            texts[file] = _script(file)
        except Unreadable as error:
            warnings.append(error.text)
    for exercise in exercises:
        own = [file for file in texts if is_named(file, exercise)]
        by_name = bool(own)
        if not any(answered(texts[file], [exercise]) for file in own):
            other = [f for f in texts if f not in own and answered(texts[f], [exercise])]
            own, by_name = other or own, by_name and not other
        if not own:
            continue
        file = max(own, key=lambda file: len(answered(texts[file], [exercise])))
        used.add(file)
        cells.append(Cell(file.path.name, texts[file], exercise.slug))
        if not by_name:
            warnings.append(Text(f"{file.path.name} was taken for {exercise.name}.py",
                                 f"{file.path.name} 被当作 {exercise.name}.py"))  # fmt: skip
    for file in texts:
        if file not in used and exercises:
            warnings.append(Text(f"{file.path.name} was not used; an answer is one file",
                                 f"{file.path.name} 未被使用;一个答案只能是一个文件"))  # fmt: skip
    return cells, warnings


def is_named(file: File, exercise: Exercise) -> bool:
    """Whether a Python file has the name of this exercise or lies in its folder."""
    folder = exercise.slug.split("/")[1]
    stem = file.path.stem
    by_stem = stem in (exercise.name, folder) or (
        len(file.path.parts) == 1 and stem.endswith("_" + exercise.name)
    )
    return kind_of(file) == ".py" and (by_stem or file.path.parent.name == folder)


def _script(file: File) -> str:
    text = decode_python(_bytes(file), printable(file.path.name))
    return neutral(text)[0]


def _bytes(file: File) -> bytes:
    name = printable(file.path.name)
    try:
        data = file.read() if file.size <= MAX_FILE_BYTES else b""
    except OSError as error:
        words = error.strerror or str(error)
        raise Unreadable(
            Text(f"{name} cannot be read ({words})", f"无法读取 {name}({words})")
        ) from None
    if file.size > MAX_FILE_BYTES or len(data) > MAX_FILE_BYTES:
        limit = MAX_FILE_BYTES >> 20
        raise Unreadable(
            Text(f"{name} is larger than {limit} MB; clear all outputs and hand it in again",
                 f"{name} 超过 {limit} MB;请清除所有输出、保存后重新提交")
        )  # fmt: skip
    return data
