"""Visible checks of 02_label_encoding/05_one_hot: the examples of the docstring. A self-check, not your grade.

可见检查:文档字符串中的示例。这只是自我检查,不是成绩。
"""

from pathlib import Path

import pytest

from autograder.selfcheck import check_file

SLUG = "02_label_encoding/05_one_hot"
EXAMPLES = """
>>> import torch
>>> one_hot(torch.tensor([2, 0, 1]), 3)
tensor([[0., 0., 1.],
        [1., 0., 0.],
        [0., 1., 0.]])
>>> one_hot(torch.tensor([1]), 4).shape
torch.Size([1, 4])
>>> one_hot(torch.tensor([0, 3]), 3)
Traceback (most recent call last):
ValueError: ...
>>> one_hot(torch.tensor([-1]), 3)
Traceback (most recent call last):
ValueError: ...
"""


@pytest.fixture(scope="module")
def results():
    return check_file(Path(__file__).with_name("one_hot.py"), EXAMPLES, SLUG)


@pytest.mark.parametrize("number", range(4))
def test_example(results, number):
    if problem := results[number].problem():
        pytest.fail(problem, pytrace=False)
