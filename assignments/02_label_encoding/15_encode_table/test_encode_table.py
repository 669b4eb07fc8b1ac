"""Visible checks of 02_label_encoding/15_encode_table: the examples of the docstring. A self-check, not your grade.

可见检查:文档字符串中的示例。这只是自我检查,不是成绩。
"""

from pathlib import Path

import pytest

from autograder.selfcheck import check_file

SLUG = "02_label_encoding/15_encode_table"
EXAMPLES = """
>>> import pandas as pd
>>> train = pd.DataFrame({
...     "island": ["Torgersen", "Biscoe", None],
...     "mass": [3.0, None, 5.0],
...     "species": ["Adelie", "Gentoo", "Gentoo"],
... })
>>> test = pd.DataFrame({"mass": [None, 6.0], "island": ["Biscoe", "Dream"]})
>>> x_train, x_test, names = encode_table(train, test, "species")
>>> names
['island=Biscoe', 'island=Torgersen', 'mass']
>>> x_train
tensor([[0., 1., 3.],
        [1., 0., 4.],
        [0., 0., 5.]])
>>> x_test
tensor([[1., 0., 4.],
        [0., 0., 6.]])
"""


@pytest.fixture(scope="module")
def results():
    return check_file(Path(__file__).with_name("encode_table.py"), EXAMPLES, SLUG)


@pytest.mark.parametrize("number", range(3))
def test_example(results, number):
    if problem := results[number].problem():
        pytest.fail(problem, pytrace=False)
