"""Answers that Python never gets to run are named once, for the exercises they belong to."""

import json

import pytest

from autograder.intake.cells import cells_of_notebook
from autograder.intake.notebook_format import parse_notebook
from autograder.model import Cause
from tests.unit.intake.hand_ins import A1, DOUBLE, STUB, TRIPLE, code, english, exercise

EXERCISES = (exercise(f"{A1}/01_double", "double"), exercise(f"{A1}/02_triple", "triple"))


def cells_in(*cells, exercises=EXERCISES):
    found = [cell if isinstance(cell, dict) else code(cell) for cell in cells]
    text = json.dumps({"cells": found, "nbformat": 4})
    return cells_of_notebook(parse_notebook(text), exercises)


def causes(notes):
    return [note for note in notes if isinstance(note, Cause)]


def other(kind, source, **marks):
    return {**code(source, **marks), "cell_type": kind}


MARKS = {"grade_id": f"{A1}__01_double__solution", "solution": True, "locked": False}


@pytest.mark.parametrize("kind", ["raw", "markdown"])
@pytest.mark.parametrize(
    "source",
    [
        DOUBLE,
        f"```python\n{DOUBLE}\n```",
        f"My answer:\n\n```\n{DOUBLE}\n```\ndone",
        "double = abs",
    ],
)
@pytest.mark.parametrize("marks", [MARKS, {}])
def test_an_answer_in_a_cell_that_is_no_code(kind, source, marks):
    cells, notes = cells_in(other(kind, source, **marks), TRIPLE)
    (cause,) = causes(notes)
    assert cause.exercises == (f"{A1}/01_double",) and "no cell defines" not in english(notes)
    for words in ("cell 1", kind.lower(), "`double`", "press Y"):
        assert words in cause.en.replace("Markdown", "markdown")
    assert cells[0].source.startswith("# ") and cells[1].source == TRIPLE


def test_a_text_about_an_answer_is_no_answer():
    text = other("markdown", f"I wrote\n```python\n{DOUBLE}\n```")
    statement = other("markdown", DOUBLE, grade_id="x__statement", locked=True, solution=False)
    assert causes(cells_in(text, DOUBLE, TRIPLE)[1]) == []
    assert causes(cells_in(statement, STUB, TRIPLE)[1]) == []
    assert causes(cells_in(other("markdown", "call double(2)"), STUB, TRIPLE)[1]) == []


def test_only_raw_answers_are_a_submission_all_the_same():
    cells, notes = cells_in(other("raw", DOUBLE), other("raw", TRIPLE))
    assert len(cells) == len(causes(notes)) == 2


def test_a_conflict_in_one_cell_spoils_that_cell():
    conflict = f"<<<<<<< local\n{DOUBLE}\n=======\n{DOUBLE} + 0\n>>>>>>> remote"
    cells, notes = cells_in(conflict, code(TRIPLE, f"{A1}__02_triple__solution"))
    (cause,) = causes(notes)
    assert cause.exercises == (f"{A1}/01_double",)
    assert "cell 1, line 1: an unresolved git conflict" in cause.en and cells[1].source == TRIPLE
    assert [note.en for note in notes] == [cause.en], "one line for one cause"
    assert cells[0].source.count("\n") == conflict.count("\n")


def test_newer_syntax_is_named_and_an_ordinary_mistake_is_not_touched():
    newer = "def double(x):\n    t = t'{x}'\n    return 2 * x"
    cells, notes = cells_in(newer, "def triple(x:\n    return x")
    assert "cell 1, line 2: Python 3.14 syntax (`t = t'{x}'`)" in english(notes)
    assert cells[1].source == "def triple(x:\n    return x" and len(causes(notes)) == 1


def test_a_statement_that_became_code_is_left_out():
    statement = code("Write a function ...", grade_id="s", locked=True, solution=False)
    assert [cell.source for cell in cells_in(statement, DOUBLE)[0]] == [DOUBLE]


@pytest.mark.parametrize(
    "answer",
    ["double = lambda x: 2 * x", "if True:\n    " + DOUBLE.replace("\n", "\n    "),
     "from operator import neg as double", "double = functools.partial(mul, 2)",
     "globals()['double'] = abs", "exec('def double(x): return 2 * x')"],
)  # fmt: skip
def test_a_function_counts_however_it_is_bound(answer):
    cells, notes = cells_in(code(answer, **MARKS), STUB, TRIPLE)
    assert "no cell defines" not in english(notes)
    if not answer.startswith("exec"):
        assert not any("NotImplementedError" in cell.source for cell in cells)


def test_each_cause_is_one_line():
    notes = cells_in("x = 1")[1]
    assert english(notes).count("no cell defines `double`, `triple`") == 1 == len(notes)
    notes = cells_in(DOUBLE, TRIPLE)[1]
    assert "the cells of `double`, `triple` lost their marks" in english(notes) and len(notes) == 1


@pytest.mark.parametrize("text", [f"~~~python\n{DOUBLE}\n~~~", DOUBLE + "\n)"])
def test_an_answer_that_is_no_code_may_be_broken_or_fenced_otherwise(text):
    (cause,) = causes(cells_in(other("raw", text), TRIPLE)[1])
    assert cause.exercises == (f"{A1}/01_double",)
