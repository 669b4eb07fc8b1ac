"""A wrong answer given as changes is the reference with exactly these lines replaced."""

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


def with_changes(changes):
    return f'{HEAD}CHANGES = """\n{changes}\n"""\n'


def functions(text):
    names = {}
    exec(text, names)
    return names


def refused(source):
    with pytest.raises(AuthorError) as error:
        complete(FILE, source, REFERENCE)
    assert "mistake.py" in str(error.value)
    return str(error.value)


def test_an_answer_without_changes_is_itself():
    source = HEAD + "def total(x):\n    return 0\n"
    assert complete(FILE, source, REFERENCE) == source


def test_the_lines_are_replaced_and_the_rest_is_the_reference():
    changes = "-out += value\n+out -= value\n\n-    return 2 * x\n+    return x"
    answer = complete(FILE, with_changes(changes), REFERENCE)
    names = functions(answer)
    assert (names["total"]([1, 2]), names["double"](2)) == (-3, 2)
    assert names["__doc__"].startswith("A hint.") and names["FAILS"] == ("check_values",)
    assert names["total"].__doc__.startswith("Add up")
    assert "CHANGES" not in answer and "SOLUTION" not in answer


@pytest.mark.parametrize("spaces", [0, 2, 4, 8, 12])
def test_the_lines_are_indented_as_one_likes(spaces):
    pad = " " * spaces
    changes = f"-{pad}out += value\n-{pad}out *= 1\n+{pad}if value > 1:\n+{pad}    out += value"
    assert functions(changed(REFERENCE, changes, ""))["total"]([1, 2, 3]) == 5


def test_a_line_that_shows_the_place_stays():
    text = changed(REFERENCE, " out *= 1\n+out += 1", "")
    assert functions(text)["total"]([0, 0]) == 2
    assert functions(changed(REFERENCE, "-out *= 1", ""))["total"]([1, 2]) == 3


@pytest.mark.parametrize(
    "old, times",
    [
        ("-out", 0),  # a part of a line
        ("-out += 2", 0),
        ("-out += value\n-    out *= 1", 0),  # indented more than it is there
        ("-### BEGIN SOLUTION", 0),
    ],
)
def test_a_line_that_is_not_there_is_refused(old, times):
    assert f"{times} times, not once" in refused(with_changes(f"{old}\n+pass"))


def test_a_line_that_is_there_twice_is_refused():
    twice = REFERENCE.replace("out *= 1", "out += value")
    with pytest.raises(AuthorError, match="2 times"):
        changed(twice, "-out += value\n+pass", "")
    # A line beside it tells which one is meant.
    text = changed(twice, " for value in x:\n-    out += value", "")
    assert functions(text)["total"]([1, 2]) == 3


@pytest.mark.parametrize("changes", ["+out = 1", "out = 0\n+out = 1", " out = 0", "-out = 0\nx"])
def test_another_form_of_a_change_is_refused(changes):
    assert "begin with '-' or ' '" in refused(with_changes(changes))


@pytest.mark.parametrize("value", ['("a", "b")', '""', '"\\n"', "None", 'str("-x")'])
def test_changes_are_one_text(value):
    assert "CHANGES is not a text" in refused(f"{HEAD}CHANGES = {value}\n")


def test_code_beside_changes_is_refused():
    source = with_changes("-out = 0\n+out = 1") + "\n\ndef total(x):\n    return 0\n"
    assert "both code and CHANGES" in refused(source)


def test_what_is_no_python_is_refused():
    assert "no Python" in refused(with_changes("-out = 0\n+out = ="))
