"""From the cells of a notebook to those that are graded. Pure; student code is never run here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from autograder.intake.answers import DEFINITION, names_of, skeletons, without_skeletons
from autograder.intake.bindings import Bound
from autograder.intake.decoding import Unreadable
from autograder.intake.helper_files import cells_of_written, module_of
from autograder.intake.magics import WrittenFile, neutral, parse, written_file
from autograder.intake.not_run import changed_kind, commented, runnable
from autograder.intake.notebook_format import NotebookCell, ParsedNotebook
from autograder.intake.oddities import DOUBLED, Code, is_doubled, odd
from autograder.model import Cause, Cell, Exercise, Text

CHECK_CELL = "from autograder.selfcheck import check"
COMMENTS = re.compile(r"^\s*#.*$", re.MULTILINE)

MAGIC = Text(
    "IPython magics and shell lines (% and !) do nothing when grading; the Python code behind "
    "%time and the like is run",
    "评分时 IPython 魔法命令和 shell 命令(% 或 ! 开头的行)不起作用;"
    "%time 等命令之后的 Python 代码会运行",
)


def cells_of_notebook(
    notebook: ParsedNotebook, exercises: Sequence[Exercise]
) -> tuple[tuple[Cell, ...], tuple[Text, ...]]:
    """Return the student's code cells in order, and what was mended or looks odd.

    Locked cells are left out: what they say is decided by the grader. An untouched skeleton
    is left out as well where another cell answers the same function. Files that cells write come
    first, as modules. Answers that nothing can run are comments, and a `Cause` says why.

    Raises:
        Unreadable: It holds no code.
    """
    untouched = skeletons(exercises)
    sources, files, has_magic = _sources(notebook)
    kept, causes = _runnable(sources, notebook, exercises)
    texts = without_skeletons([source for _, source in kept], untouched)
    doubled = texts != [source for _, source in kept]
    codes = [Code(cell.position, text, cell.grade_id, names_of(text, untouched))
             for (cell, _), text in zip(kept, texts, strict=True)]  # fmt: skip
    for cell, cause in _changed_kinds(notebook, exercises, codes):
        causes.append(cause)
        codes.append(Code(cell.position, commented(cell.source), cell.grade_id))
    codes.sort(key=lambda code: code.position)
    modules = cells_of_written(files)
    if not codes and not modules:
        raise Unreadable(Text("the notebook holds no code cell", "笔记本中没有代码单元格"))
    named = frozenset(slug for cause in causes for slug in cause.exercises)
    notes = [*notebook.notes, *causes]
    notes += [MAGIC] if has_magic else []
    notes += [DOUBLED] if doubled or is_doubled(codes) else []
    notes += odd(codes, exercises, named=named, marked=not notebook.file)
    cells = [Cell(_name(code.position, notebook), code.source, grade_id=code.grade_id)
             for code in codes]  # fmt: skip
    return (*modules, *cells), tuple(notes)


def _sources(
    notebook: ParsedNotebook,
) -> tuple[list[tuple[NotebookCell, str]], list[WrittenFile], bool]:
    """Return the cells that hold code, with their code; files that cells write; were there magics.

    The code of an exported script keeps its line numbers in the script.
    """
    sources, files, has_magic = [], [], False
    for cell in notebook.cells:
        if cell.kind != "code" or _is_locked(cell):
            continue
        written = written_file(cell.source)
        if written and module_of(written.path):
            files.append(written)
            continue
        source, changed = neutral(cell.source)
        has_magic |= changed
        if source.strip() and not (notebook.file and _is_empty(source)):
            sources.append((cell, "\n" * (cell.line - 1) + source))
    return sources, files, has_magic


def _is_empty(source: str) -> bool:
    """Whether the code holds comments only."""
    tree = parse(source)
    return tree is not None and not tree.body


def _runnable(
    sources: Sequence[tuple[NotebookCell, str]],
    notebook: ParsedNotebook,
    exercises: Sequence[Exercise],
) -> tuple[list[tuple[NotebookCell, str]], list[Cause]]:
    """Return the cells without what nothing here can read, and why that is so."""
    kept, causes = [], []
    for cell, source in sources:
        left, cause = runnable(Cell(_name(cell.position, notebook), source), exercises)
        kept.append((cell, left.source))
        causes += [cause] if cause else []
    return kept, causes


def _changed_kinds(
    notebook: ParsedNotebook, exercises: Sequence[Exercise], codes: Sequence[Code]
) -> Iterator[tuple[NotebookCell, Cause]]:
    """Yield the answers that stand in cells which are no code, where no code answers instead."""
    real = {name for code in codes for name, bound in code.names.items() if bound is Bound.ANSWER}
    open_ones = [e for e in exercises if not real & set(e.functions)]
    for cell in notebook.cells:
        cause = changed_kind(cell, _name(cell.position, notebook), open_ones)
        if cause:
            yield cell, cause


def _name(position: int, notebook: ParsedNotebook) -> str:
    return f"{notebook.file} cell {position}" if notebook.file else f"cell {position}"


def _is_locked(cell: NotebookCell) -> bool:
    """Whether the cell is ours: a statement, or our visible check even without its marks."""
    if cell.marks:
        ours = cell.marks.get("grade") or cell.marks.get("locked")
        return bool(ours) and not cell.marks.get("solution")
    bare = COMMENTS.sub("", cell.source).lstrip()
    return bare.startswith(CHECK_CELL) and not DEFINITION.search(cell.source)
