"""Any file gives cells or one sentence that says why not."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.intake.decoding import Unreadable, decode_notebook
from autograder.intake.notebook_format import KINDS, OLD, notebook_of, parse_notebook

KEYS = st.sampled_from(
    ["cells", "worksheets", "cell_type", "source", "input", "code", "metadata", "nbgrader",
     "grade_id", "grade", "id", "nbformat"]
)  # fmt: skip
LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6)
    | st.sampled_from(["code", "markdown", "heading", "\ud800"])
)  # fmt: skip
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=20,
)
# Nearly right, so that the inner parts are reached.
CELL = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown", "raw", "heading"]) | JSON,
        "source": st.text() | st.lists(st.text()) | JSON,
        "input": st.text() | JSON,
        "id": st.text(max_size=8) | JSON,
        "metadata": st.fixed_dictionaries(
            {}, optional={"nbgrader": st.dictionaries(KEYS, JSON, max_size=4) | JSON}
        ) | JSON,
    },
)  # fmt: skip
CELLS = st.lists(CELL | JSON, max_size=4)
NOTEBOOK = st.fixed_dictionaries(
    {},
    optional={
        "cells": CELLS,
        "worksheets": st.lists(st.fixed_dictionaries({"cells": CELLS}) | JSON, max_size=2),
        "nbformat": st.integers(1, 5) | JSON,
    },
)


def only(cell, **notebook):
    (found,) = notebook_of({"cells": [cell], **notebook}).cells
    return found


@given(NOTEBOOK | JSON)
def test_any_json_is_cells_or_a_sentence(value):
    try:
        found = parse_notebook(json.dumps(value))
    except Unreadable as error:
        assert error.text.en and error.text.zh
        return
    assert [c.position for c in found.cells] == sorted({c.position for c in found.cells})
    for cell in found.cells:
        assert cell.position >= 1 and cell.kind in KINDS
        assert isinstance(cell.marks, dict)
        assert isinstance(cell.grade_id, str) and isinstance(cell.cell_id, str)
        cell.source.encode("utf-8")


@given(st.text() | st.text(alphabet='[]{}":,0 \n'))
def test_any_text_is_cells_or_a_sentence(text):
    try:
        parse_notebook(text)
    except Unreadable as error:
        assert error.text.en and error.text.zh


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "empty"), (" \n", "empty"), ("{", "damaged"), ("[]", "JSON, but"),
     ("null", "JSON, but"),
     ("[" * 100_000, "damaged"), ("1" * 10_000, "damaged"), ("{}", "no cells"),
     ('{"cells": {}}', "no cells"), ('{"worksheets": 3}', "no cells")],
)  # fmt: skip
def test_what_is_no_notebook_says_so(text, words):
    with pytest.raises(Unreadable, match=words):
        parse_notebook(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            '{\n "cells": [\n<<<<<<< HEAD\n  {},\n=======\n>>>>>>> other\n]}',
            "line 3 is an unresolved",
        ),
        ('{\n "cells": [\n>>>>>>> other\n]}', "line 3 is an unresolved git conflict (`>>>>>>> oth"),
        ('{"cells": [\n  {"cell_type": "code",\n   "source": "x', "line 3 (it ends there"),
        ('{"cells": [\n  {"cell_type": "code"}', "line 2 (it ends there"),
        ('{"cells": [\n  {"cell_type": "code"},\n]}', "damaged in line 3 (a comma too many)"),
        ('{"cells": []}\n{"cells": []}', "damaged in line 2 (Extra data"),
        ("\n<!DOCTYPE html>\n<html></html>", "a web page, not a notebook"),
        ("def f(x):\n    return x\n", "holds Python code, not a notebook"),
        ('"{\\"cells\\": []}"', "JSON, but not a notebook"),
        ('{"paragraphs": [{"text": "%python"}], "name": "n"}', "a Zeppelin note"),
        ("\0" * 64, "zero bytes only"),
    ],
)
def test_the_cause_of_an_unreadable_file_is_named(text, words):
    with pytest.raises(Unreadable) as raised:
        parse_notebook(text)
    assert words in raised.value.text.en and raised.value.text.zh


@pytest.mark.parametrize(
    "around",
    [
        {},
        {"nbformat": 5, "nbformat_minor": 0, "metadata": {}},
        {"nbformat": 3, "metadata": None},
        {"nbformat": "4", "metadata": {"widgets": {"state": 3}, "colab": {"provenance": []}}},
        {"nbformat": 4, "metadata": {"kaggle": {"isGpuEnabled": False}, "deepnote": {}}},
    ],
)
@pytest.mark.parametrize(
    "cell",
    [
        {"outputs": [{"output_type": "pyout"}, 7], "execution_count": "x"},
        {"outputs": None, "metadata": None, "id": 7},
        {"metadata": {"id": "1", "outputId": "2"}, "id": "same", "attachments": 3},
    ],
)
def test_what_jupyter_opens_or_mends_is_read(around, cell):
    code = {"cell_type": "code", "source": ["x = 1\n", 5, "y = 2"], **cell}
    text = {"cell_type": "markdown", "source": "hi", "outputs": [{}], "id": "same"}
    found = notebook_of({"cells": [code, text, {**code}], **around})
    assert [(c.kind, c.source) for c in found.cells] == [
        ("code", "x = 1\ny = 2"), ("markdown", "hi"), ("code", "x = 1\ny = 2")]  # fmt: skip


def test_utf_16_is_read_without_its_mark_too():
    text = '{"cells": [{"cell_type": "code", "source": "é"}]}'
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le"):
        assert parse_notebook(decode_notebook(text.encode(encoding))).cells[0].source == "é"


def test_positions_count_what_is_no_cell():
    cells = notebook_of({"cells": [3, {"cell_type": "code"}, None, {"cell_type": "raw"}]}).cells
    assert [(cell.position, cell.kind) for cell in cells] == [(2, "code"), (4, "raw")]


def test_a_cells_parts():
    marks = {"grade_id": "a__b", "grade": True, "points": 3}
    cell = only({"cell_type": "code", "source": ["x = 1\n", "y"], "id": "one",
                 "metadata": {"nbgrader": marks}})  # fmt: skip
    assert (cell.source, cell.cell_id, cell.grade_id) == ("x = 1\ny", "one", "a__b")
    assert cell.marks == marks


@pytest.mark.parametrize("odd", [3, None, [], {}, True])
def test_what_has_the_wrong_type_is_as_if_it_were_not_there(odd):
    cell = only({"cell_type": odd, "source": odd, "id": odd, "metadata": odd})
    assert (cell.kind, cell.source, cell.cell_id, cell.marks) == ("markdown", "", "", {})
    cell = only({"cell_type": "code", "metadata": {"nbgrader": {"grade_id": odd, "grade": True}}})
    assert cell.grade_id == "" and cell.marks["grade"]


@pytest.mark.parametrize(
    "notebook",
    [
        {"nbformat": 1, "cells": [{"cell_type": "code", "code": "x = 1"}]},
        {"nbformat": 2, "worksheets": [{"cells": [{"cell_type": "code", "input": "x = 1"}]}]},
        {"nbformat": 3, "worksheets": [3, {"cells": None}, {"cells": [
            {"cell_type": "code", "input": ["x", " = 1"]}]}]},
    ],
)  # fmt: skip
def test_old_formats(notebook):
    found = notebook_of(notebook)
    assert [cell.source for cell in found.cells] == ["x = 1"] and found.notes == (OLD,)


def test_a_lone_surrogate_can_be_written():
    cell = only(json.loads('{"cell_type": "code", "source": "x = \'\\ud800\'"}'))
    assert "\ufffd" in cell.source and cell.source.encode()
