"""Which of several notebooks in one hand-in counts: the answered one, whatever its name is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import PurePosixPath

from autograder.intake.answers import answered
from autograder.intake.archives import File, printable
from autograder.intake.decoding import Unreadable
from autograder.intake.magics import neutral
from autograder.intake.notebook_format import NotebookCell, ParsedNotebook
from autograder.intake.reading import listed, notebook_of_file
from autograder.model import Assignment, Exercise, Text


@dataclass(frozen=True)
class Candidate:
    """A notebook that may be the one that counts.

    Attributes:
        answers: Function of an exercise -> the text of the cells that answer it.
        name: What people call it.
    """

    file: File
    notebook: ParsedNotebook
    answers: Mapping[str, tuple[str, ...]]
    name: str


def _by_name(files: Sequence[File], slug: str) -> list[File]:
    """Return the files, first the one whose name is most like the assignment's own."""
    return sorted(files, key=lambda f: (slug.casefold() not in f.path.stem.casefold(),
                                        len(f.path.name), f.path.name, f.origin))  # fmt: skip


def readable(files: Sequence[File], assignment: Assignment) -> tuple[list[Candidate], list[Text]]:
    """Return the notebooks that can be read, and what is said of the others.

    Raises:
        Unreadable: None can be read, or only untouched ones: another may have been the answer.
    """
    files = _by_name(files, assignment.slug)
    candidates, unread = _candidates(files, assignment.exercises)
    if unread and not any(candidate.answers for candidate in candidates):
        raise unread[0][1]
    return candidates, [Text(f"{printable(file.path.name)} was left out: {error.text.en}",
                             f"{printable(file.path.name)} 未计入:{error.text.zh}")
                        for file, error in unread]  # fmt: skip


def chosen_notebook(
    candidates: Sequence[Candidate], assignment: Assignment
) -> tuple[ParsedNotebook, list[Text]]:
    """Return the notebook that counts: of several the answered one, whatever its name is.

    Raises:
        Unreadable: Two answer the same function differently.
    """
    kept = _without_repeats([c for c in candidates if c.answers] or [*candidates[:1]])
    warnings: list[Text] = []
    if len(kept) > 1:
        _require_agreement(kept)
        return _one_notebook(kept), [_joined(kept)]
    (chosen,) = kept
    others = [one.name for one in candidates if one is not chosen]
    if others:
        names = listed(others)
        warnings.append(Text(f"{chosen.name} was graded, not {names}",
                             f"评分的是 {chosen.name},不是 {names}"))  # fmt: skip
    elif assignment.slug.casefold() not in chosen.name.casefold() and (
        len(chosen.file.path.parts) > 1
    ):
        warnings.append(Text(f"{chosen.name} was taken for {assignment.slug}.ipynb",
                             f"{chosen.name} 被当作 {assignment.slug}.ipynb"))  # fmt: skip
    return chosen.notebook, warnings


def _candidates(
    files: Sequence[File], exercises: Sequence[Exercise]
) -> tuple[list[Candidate], list[tuple[File, Unreadable]]]:
    found, unread = [], []
    for file in files:
        try:
            notebook = notebook_of_file(file)
        except Unreadable as error:
            unread.append((file, error))
            continue
        answers: dict[str, tuple[str, ...]] = {}
        for source in codes_of(notebook):
            for name in answered(source, exercises):
                answers[name] = (*answers.get(name, ()), source.strip())
        found.append(Candidate(file, notebook, answers, _shown(file, files)))
    return found, unread


def _shown(file: File, files: Sequence[File]) -> str:
    """Return the name of a file, with its folder where another one is called so."""
    doubled = sum(other.path.name == file.path.name for other in files) > 1
    return printable(str(PurePosixPath(*file.path.parts[-2:])) if doubled else file.path.name)


def _without_repeats(candidates: list[Candidate]) -> list[Candidate]:
    """Leave out a notebook of which another one holds every answer."""
    kept: list[Candidate] = []
    for one in sorted(candidates, key=lambda c: -len(c.answers)):
        if not any(one.answers.items() <= other.answers.items() for other in kept):
            kept.append(one)
    return [one for one in candidates if one in kept]


def _require_agreement(candidates: Sequence[Candidate]) -> None:
    for one, other in combinations(candidates, 2):
        differing = sorted(
            name for name, text in one.answers.items() if other.answers.get(name, text) != text
        )
        if differing:
            raise two_answers(one.name, other.name, differing[0])


def two_answers(one: str, other: str, function: str) -> Unreadable:
    """Return what is said of two files that answer the same function differently."""
    return Unreadable(
        Text(f"{one} and {other} both answer `{function}`, and differently; hand in one of them",
             f"{one} 和 {other} 都回答了 `{function}`,且内容不同;请只提交其中一个")
    )  # fmt: skip


def _joined(candidates: Sequence[Candidate]) -> Text:
    names = " + ".join(candidate.name for candidate in candidates)
    return Text(
        f"several notebooks answer different exercises and were read as one: {names}; cells are "
        "counted on from one to the next",
        f"多个笔记本回答了不同的练习,已合并读取:{names};单元格依次连续编号",
    )


def _one_notebook(candidates: Sequence[Candidate]) -> ParsedNotebook:
    cells: list[NotebookCell] = []
    for candidate in candidates:
        past = cells[-1].position if cells else 0
        cells += [replace(c, position=c.position + past) for c in candidate.notebook.cells]
    notes = dict.fromkeys(note for c in candidates for note in c.notebook.notes)
    return ParsedNotebook(tuple(cells), tuple(notes))


def codes_of(notebook: ParsedNotebook) -> list[str]:
    return [neutral(cell.source)[0] for cell in notebook.cells if cell.kind == "code"]
