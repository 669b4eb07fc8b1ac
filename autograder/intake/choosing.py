"""Turns the files of one submission into cells, by the names and the text of the files."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from autograder.intake.answers import DEFINITION, answered, names_of
from autograder.intake.archives import File, printable
from autograder.intake.bindings import Definition
from autograder.intake.cells import cells_of_notebook
from autograder.intake.decoding import Unreadable, decode_python
from autograder.intake.exports import notebook_of_script
from autograder.intake.helper_files import helpers_for
from autograder.intake.magics import neutral, parse
from autograder.intake.names import without_copy_marks
from autograder.intake.not_run import runnable
from autograder.intake.notebook_format import ParsedNotebook
from autograder.intake.notebooks import chosen_notebook, codes_of, readable, two_answers
from autograder.intake.reading import bytes_of, kind_of, listed, notebook_of_file
from autograder.model import Assignment, Cell, Exercise, Text

NOT_ANSWERS = ("test_", "conftest", "setup")
NOTHING = Text("there is no notebook and no Python file of an exercise",
               "没有笔记本,也没有练习的 Python 文件")  # fmt: skip


def is_answer_file(file: File) -> bool:
    """Whether a file is a notebook or a script that can hold answers."""
    kind = kind_of(file)
    return not file.problem and (
        kind == ".ipynb" or (kind == ".py" and not file.path.stem.startswith(NOT_ANSWERS))
    )


def cells_of_files(
    files: Iterable[File], assignment: Assignment
) -> tuple[tuple[Cell, ...], list[Text]]:
    """Return the cells of one submission, and what was mended or left out.

    A Python file counts for the exercises that the notebook leaves unanswered.

    Raises:
        Unreadable: Nothing can be graded; says why.
    """
    files, exercises = tuple(files), assignment.exercises
    sources = [file for file in files if is_answer_file(file)]
    notebooks = [file for file in sources if kind_of(file) == ".ipynb"]
    scripts = [file for file in sources if kind_of(file) == ".py"]
    if not notebooks and not scripts:
        raise Unreadable(
            Text("there is no notebook and no Python file", "没有笔记本或 Python 文件")
        )
    cells, warnings = _from_notebooks(notebooks, assignment, bool(scripts))
    if cells:
        scripts = [file for file in scripts if not is_blank(file, exercises)]
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
    notes = [*unread, *notes, *_overruled(cells, texts, exercises, helped)]
    if not cells and not more:
        raise Unreadable(notes[0] if notes else NOTHING)
    found, causes = _readable((*helpers, *cells, *more))
    return found, [*warnings, *notes, *_of_helpers(found, scripts), *causes]


def is_blank(file: File, exercises: Sequence[Exercise]) -> bool:
    """Whether a file holds functions of these exercises and answers none of them."""
    try:
        if kind_of(file) == ".ipynb":
            source = "\f".join(codes_of(notebook_of_file(file)))
        else:
            source = neutral(decode_python(bytes_of(file), printable(file.path.name)))[0]
    except Unreadable:
        return False
    wanted = {name for exercise in exercises for name in exercise.functions}
    defined = wanted & set(DEFINITION.findall(source))
    return bool(defined) and not answered_in(source, exercises)


def answered_in(source: str, exercises: Sequence[Exercise]) -> frozenset[str]:
    """Return which functions of these exercises cells that are divided by form feeds answer."""
    return frozenset(name for part in source.split("\f") for name in answered(part, exercises))


def _from_notebooks(
    files: list[File], assignment: Assignment, optional: bool
) -> tuple[tuple[Cell, ...], list[Text]]:
    """Return the cells of the notebook that counts; the other notebooks are named in a warning."""
    if not files:
        return (), []
    try:
        candidates, warnings = readable(files, assignment)
    except Unreadable as error:
        return _perhaps(error, optional)
    notebook, notes = chosen_notebook(candidates, assignment)
    try:
        cells, more = cells_of_notebook(notebook, assignment.exercises)
    except Unreadable as error:
        return _perhaps(error, optional)
    return cells, [*warnings, *notes, *more]


def _perhaps(error: Unreadable, optional: bool) -> tuple[tuple[Cell, ...], list[Text]]:
    """Go without the notebook where there are Python files."""
    if not optional:
        raise error
    return (), [error.text]


def _texts(files: Iterable[File]) -> tuple[dict[File, str], list[Text]]:
    """Return the text of each Python file, and what cannot be read."""
    texts, unread = {}, []
    for file in sorted(files, key=lambda file: str(file.path)):
        try:
            texts[file] = decode_python(bytes_of(file), printable(file.path.name))
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


def _readable(cells: Iterable[Cell]) -> tuple[tuple[Cell, ...], list[Text]]:
    """Return the cells without the text of helpers that cannot be read, and why that is so."""
    found, causes = [], []
    for cell in cells:
        cause = None
        if cell.module:
            cell, cause = runnable(cell, ())
        found.append(cell)
        causes += [Text(cause.en, cause.zh)] if cause else []
    return tuple(found), causes


def _of_helpers(cells: Iterable[Cell], scripts: Iterable[File]) -> list[Text]:
    """Return the sentence that names the helper files which were read."""
    handed_in = {file.path.name for file in scripts}
    names = sorted({c.name for c in cells if c.module and c.name.split("/")[-1] in handed_in})
    if not names:
        return []
    shown, was = ", ".join(names), "was" if len(names) == 1 else "were"
    it = "it" if len(names) == 1 else "them"
    return [
        Text(
            f"{shown} {was} read too, as the answer imports {it}; an answer is normally one file",
            f"也读取了 {shown}(答案导入了它);一个答案通常只是一个文件",
        )
    ]


def _overruled(
    cells: Sequence[Cell], texts: Mapping[File, str], exercises: Sequence[Exercise],
    helped: set[File],
) -> list[Text]:  # fmt: skip
    """Name the Python files whose answers differ from the notebook's, which counts."""
    notebook = [neutral(cell.source)[0] for cell in cells if not cell.module]
    notes = []
    for file, text in texts.items():
        code = neutral(text)[0]
        for exercise in exercises if file not in helped else ():
            mine, others = _definitions([code], exercise), _definitions(notebook, exercise)
            if answered(code, [exercise]) and others and not mine <= others:
                name, function = printable(file.called or file.path.name), exercise.functions[0]
                notes.append(Text(
                    f"the notebook's `{function}` was graded, not another one in {name}",
                    f"评分的是笔记本中的 `{function}`,不是 {name} 中的另一个",
                ))  # fmt: skip
    return notes


def _definitions(codes: Iterable[str], exercise: Exercise) -> set[str]:
    """Return how an exercise's functions are written; layout and comments make no difference."""
    trees = [tree for code in codes if (tree := parse(code))]
    return {
        ast.unparse(node)
        for tree in trees
        for node in tree.body
        if isinstance(node, Definition) and node.name in exercise.functions
    }


def _from_scripts(
    texts: dict[File, str], exercises: list[Exercise], helped: set[File]
) -> tuple[list[Cell], list[Text]]:
    """Return the cells of each exercise that a file answers, by its name or its functions.

    Args:
        helped: Files that are used already.
    """
    codes = {file: neutral(text)[0] for file, text in texts.items()}
    chosen, renamed, copies = _answering(codes, exercises)
    cells: list[Cell] = []
    warnings: list[Text] = []
    used = helped | set(chosen) | copies
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
        names, was = listed(unused), "was" if len(unused) == 1 else "were"
        warnings.append(Text(f"{names} {was} not used; an answer is one file and what it imports",
                             f"{names} 未被使用;一个答案是一个文件及其导入的文件"))  # fmt: skip
    order = {exercise.slug: number for number, exercise in enumerate(exercises)}
    return sorted(cells, key=lambda cell: order[cell.exercise]), warnings


def _answering(
    codes: dict[File, str], exercises: list[Exercise]
) -> tuple[dict[File, list[Exercise]], dict[File, list[Exercise]], set[File]]:
    """Return the file of each exercise, turned round, those of other names, and mere copies.

    Raises:
        Unreadable: A file and its copy answer the same exercise differently.
    """
    chosen: dict[File, list[Exercise]] = {}
    renamed: dict[File, list[Exercise]] = {}
    copies: set[File] = set()
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
        copies |= _copies(file, codes, exercise)
        if not by_name:
            renamed.setdefault(file, []).append(exercise)
    return chosen, renamed, copies


def _copies(file: File, texts: Mapping[File, str], exercise: Exercise) -> set[File]:
    """Return the other files of an exercise's name, which say the same or nothing.

    Raises:
        Unreadable: One of them answers it differently.
    """
    names = (exercise.name, exercise.slug.split("/")[1])
    copies = [f for f in texts if f is not file and without_copy_marks(f.path.stem) in names]
    if without_copy_marks(file.path.stem) in names:
        for copy in copies:
            if texts[copy] != texts[file] and answered(texts[copy], [exercise]):
                one, other = (printable(f.called or str(f.path)) for f in (file, copy))
                raise two_answers(one, other, exercise.functions[0])
    return set(copies)


def is_named(file: File, exercise: Exercise) -> bool:
    """Whether a Python file has the name of this exercise or lies in its folder."""
    folder = exercise.slug.split("/")[1]
    stem = file.path.stem
    by_stem = stem in (exercise.name, folder) or (
        len(file.path.parts) == 1 and stem.endswith("_" + exercise.name)
    )
    return kind_of(file) == ".py" and (by_stem or file.path.parent.name == folder)
