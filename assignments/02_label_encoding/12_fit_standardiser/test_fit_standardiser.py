"""Visible checks of 02_label_encoding/12_fit_standardiser: the examples of the docstring. A self-check, not your grade.

可见检查:文档字符串中的示例。这只是自我检查,不是成绩。
"""

from pathlib import Path

import pytest

from autograder.selfcheck import check_file

SLUG = "02_label_encoding/12_fit_standardiser"
EXAMPLES = """
>>> import torch
>>> f = fit_standardiser(torch.tensor([[1.0, 7.0], [3.0, 7.0]]))
>>> f(torch.tensor([[1.0, 7.0], [3.0, 7.0]]))
tensor([[-1.,  0.],
        [ 1.,  0.]])
>>> f(torch.tensor([[2.0, 7.0], [5.0, 9.0]]))
tensor([[0., 0.],
        [3., 2.]])
"""


@pytest.fixture(scope="module")
def results():
    return check_file(Path(__file__).with_name("fit_standardiser.py"), EXAMPLES, SLUG)


@pytest.mark.parametrize("number", range(2))
def test_example(results, number):
    if problem := results[number].problem():
        pytest.fail(problem, pytrace=False)
