"""A wrong answer given as changes is the reference with exactly these pieces replaced."""

from pathlib import Path

import pytest

from autograder.course.answers import changed, complete
from autograder.errors import AuthorError

FILE = Path("wrong/mistake.py")
REFERENCE = '''\
import torch


def total(x):
    """Add up: total = sum(x).

    >>> total([1])
    1
    """
    ### BEGIN SOLUTION
    out = 0
    for value in x:
        out += value
        out *= 1
    return out
    ### END SOLUTION


def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
'''
HEAD = '"""A hint.\n\n提示。\n"""\n\nFAILS = ("check_values",)\n'


def functions(text):
    names = {}
    exec(text, names)
    return names


def test_an_answer_without_changes_is_itself():
    source = HEAD + "def total(x):\n    return 0\n"
    assert complete(FILE, source, REFERENCE) == source


def test_the_pieces_are_replaced_and_the_rest_is_the_reference():
    source = HEAD + 'CHANGES = (("out += value", "out -= value"), ("2 * x", "3 * x"))\n'
    answer = complete(FILE, source, REFERENCE)
    names = functions(answer)
    assert (names["total"]([1, 2]), names["double"](2)) == (-3, 6)
    assert names["__doc__"].startswith("A hint.") and names["FAILS"] == ("check_values",)
    assert "CHANGES" not in answer and "SOLUTION" not in answer


def test_later_lines_are_indented_like_the_first():
    pairs = (("out += value\nout *= 1", "if value > 1:\n    out += value"),)
    assert functions(changed(REFERENCE, pairs, ""))["total"]([1, 2, 3]) == 5


def test_changes_are_made_one_after_the_other():
    pairs = (("out = 0", "out = start = 5"), ("start = 5", "start = 7"))
    assert functions(changed(REFERENCE, pairs, ""))["total"]([]) == 7


@pytest.mark.parametrize(
    "old, times",
    [
        ("value + 1", 0),
        ("value", 2),
        ("out", 4),
        ("Add up", 0),  # outside the solution
        ("return", 2),  # in two solutions
        ("out += value\n    out *= 1", 0),  # indented more than the reference is
        ("", 0),
    ],
)
def test_a_piece_that_is_not_there_exactly_once_is_refused(old, times):
    with pytest.raises(AuthorError) as error:
        complete(FILE, HEAD + f"CHANGES = (({old!r}, 'x'),)\n", REFERENCE)
    assert "mistake.py" in str(error.value)
    if old:
        assert f"{old!r} {times} times" in str(error.value)


@pytest.mark.parametrize(
    "changes",
    ["()", "('out = 0', 'out = 1')", "(('out = 0',),)", "[('out = 0', 'out = 1')]",
     "(('out = 0', 1),)", "(('out = 0', str(1)),)"],
)  # fmt: skip
def test_another_form_is_refused(changes):
    with pytest.raises(AuthorError, match="tuple of pairs"):
        complete(FILE, HEAD + f"CHANGES = {changes}\n", REFERENCE)


def test_code_beside_changes_is_refused():
    source = HEAD + 'CHANGES = (("out = 0", "out = 1"),)\n\n\ndef total(x):\n    return 0\n'
    with pytest.raises(AuthorError, match="both code and CHANGES"):
        complete(FILE, source, REFERENCE)


def test_what_is_no_python_is_refused():
    with pytest.raises(AuthorError, match="no Python"):
        complete(FILE, HEAD + 'CHANGES = (("out = 0", "out = ="),)\n', REFERENCE)
