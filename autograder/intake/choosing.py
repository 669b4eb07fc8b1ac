"""Turns the files of one submission into cells, by the names and the text of the files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from autograder.intake.answers import answered, names_of
from autograder.intake.archives import MAX_FILE_BYTES, File, printable
from autograder.intake.cells import cells_of_notebook
from autograder.intake.decoding import Unreadable, decode_notebook, decode_python
from autograder.intake.exports import notebook_of_script
from autograder.intake.helper_files import helpers_for
from autograder.intake.magics import neutral
from autograder.intake.not_run import runnable
from autograder.intake.notebook_format import ParsedNotebook, parse_notebook
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
    texts, unread = _texts(scripts)
    export = None if notebooks else _export(texts, exercises)
    if export:
        cells, mended = cells_of_notebook(export[1], exercises)
        warnings += mended
        del texts[export[0]]
    folder = (export[0] if export else [*notebooks, *scripts][0]).path.parent
    helpers, helped = _helpers(cells, folder, texts)
    done = {name for cell in cells for name in answered(cell.source, exercises)}
    left = [e for e in exercises if not done & set(e.functions)]
    more, notes = _from_scripts(texts, left, helped)
    notes = [*unread, *notes]
    if not cells and not more:
        raise Unreadable(notes[0] if notes else NOTHING)
    found = (*helpers, *cells, *more)
    return found, [*warnings, *notes, *_of_helpers(found, scripts)]


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


def _texts(files: Iterable[File]) -> tuple[dict[File, str], list[Text]]:
    """Return the text of each Python file, and what cannot be read."""
    texts, unread = {}, []
    for file in sorted(files, key=lambda file: str(file.path)):
        try:
            texts[file] = decode_python(_bytes(file), printable(file.path.name))
        except Unreadable as error:
            unread.append(error.text)
    return texts, unread


def _export(
    texts: dict[File, str], exercises: Sequence[Exercise]
) -> tuple[File, ParsedNotebook] | None:
    """Return the script that is the whole notebook, exported; a file of one exercise is none."""
    best: tuple[int, File, ParsedNotebook] | None = None
    for file, text in texts.items():
        notebook = notebook_of_script(text, printable(file.path.name))
        if notebook is None:
            continue
        codes = (neutral(cell.source)[0] for cell in notebook.cells if cell.kind == "code")
        names = {name for code in codes for name in names_of(code, {})}
        count = sum(bool(names & set(e.functions)) for e in exercises)
        of_one = any(is_named(file, e) for e in exercises)
        if count > of_one and (best is None or count > best[0]):
            best = count, file, notebook
    return best and best[1:]


def _helpers(
    cells: Sequence[Cell], folder: PurePosixPath, texts: Mapping[File, str]
) -> tuple[list[Cell], set[File]]:
    """Return the files that the cells import, as modules, and which files these are."""
    by_path = {file.path: file for file in texts}
    codes = {file.path: neutral(text)[0] for file, text in texts.items()}
    found = helpers_for(cells, folder, codes) if cells else {}
    return list(found.values()), {by_path[path] for path in found}


def _of_helpers(cells: Iterable[Cell], scripts: Iterable[File]) -> list[Text]:
    """Return the sentence that names the helper files which were read."""
    handed_in = {file.path.name for file in scripts}
    names = sorted({c.name for c in cells if c.module and c.name.split("/")[-1] in handed_in})
    if not names:
        return []
    shown, was = ", ".join(names), "was" if len(names) == 1 else "were"
    return [
        Text(
            f"{shown} {was} read too, as the answer imports it; an answer is normally one file",
            f"也读取了 {shown}(答案导入了它);一个答案通常只是一个文件",
        )
    ]


def _from_scripts(
    texts: dict[File, str], exercises: list[Exercise], helped: set[File]
) -> tuple[list[Cell], list[Text]]:
    """Return the cells of each exercise that a file answers, by its name or its functions.

    Args:
        helped: Files that are used already.
    """
    codes = {file: neutral(text)[0] for file, text in texts.items()}
    chosen, renamed = _answering(codes, exercises)
    cells: list[Cell] = []
    warnings: list[Text] = []
    used = helped | set(chosen)
    for file, own in chosen.items():
        cell, cause = runnable(Cell(file.path.name, codes[file]), own)
        warnings += [replace(cause, exercises=tuple(e.slug for e in own))] if cause else []
        others = {f: text for f, text in codes.items() if f is not file}
        for exercise in own:
            cell = replace(cell, exercise=exercise.slug)
            helpers, taken = _helpers([cell], file.path.parent, others)
            used |= taken
            cells += [*helpers, cell]
    for file, own in renamed.items():
        names = ", ".join(f"{exercise.name}.py" for exercise in own)
        warnings.append(Text(f"{file.path.name} was taken for {names}",
                             f"{file.path.name} 被当作 {names}"))  # fmt: skip
    unused = [file.path.name for file in texts if file not in used and exercises]
    if unused:
        names, was = ", ".join(unused), "was" if len(unused) == 1 else "were"
        warnings.append(Text(f"{names} {was} not used; an answer is one file and what it imports",
                             f"{names} 未被使用;一个答案是一个文件及其导入的文件"))  # fmt: skip
    order = {exercise.slug: number for number, exercise in enumerate(exercises)}
    return sorted(cells, key=lambda cell: order[cell.exercise]), warnings


def _answering(
    codes: dict[File, str], exercises: list[Exercise]
) -> tuple[dict[File, list[Exercise]], dict[File, list[Exercise]]]:
    """Return the file of each exercise, turned round, and those that have another one's name."""
    chosen: dict[File, list[Exercise]] = {}
    renamed: dict[File, list[Exercise]] = {}
    for exercise in exercises:
        own = [file for file in codes if is_named(file, exercise)]
        by_name = bool(own)
        if not any(answered(codes[file], [exercise]) for file in own):
            other = [f for f in codes if f not in own and answered(codes[f], [exercise])]
            own, by_name = other or own, by_name and not other
        if not own:
            continue
        file = max(own, key=lambda file: len(answered(codes[file], [exercise])))
        chosen.setdefault(file, []).append(exercise)
        if not by_name:
            renamed.setdefault(file, []).append(exercise)
    return chosen, renamed


def is_named(file: File, exercise: Exercise) -> bool:
    """Whether a Python file has the name of this exercise or lies in its folder."""
    folder = exercise.slug.split("/")[1]
    stem = file.path.stem
    by_stem = stem in (exercise.name, folder) or (
        len(file.path.parts) == 1 and stem.endswith("_" + exercise.name)
    )
    return kind_of(file) == ".py" and (by_stem or file.path.parent.name == folder)


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
