"""Visible checks of 01_tensor_shapes/02_as_batch: the examples of the docstring. A self-check, not your grade.

可见检查:文档字符串中的示例。这只是自我检查,不是成绩。
"""

from pathlib import Path

import pytest

from autograder.selfcheck import check_file

SLUG = "01_tensor_shapes/02_as_batch"
EXAMPLES = """
>>> import torch
>>> as_batch(torch.zeros(1, 28, 28), sample_ndim=3).shape
torch.Size([1, 1, 28, 28])
>>> as_batch(torch.zeros(32, 1, 28, 28), sample_ndim=3).shape
torch.Size([32, 1, 28, 28])
>>> as_batch(torch.tensor([5, 6]), sample_ndim=1)
tensor([[5, 6]])
>>> as_batch(torch.zeros(0, 3), sample_ndim=1).shape
torch.Size([0, 3])
>>> as_batch(torch.zeros(2, 3, 4), sample_ndim=1)
Traceback (most recent call last):
ValueError: ...
"""


@pytest.fixture(scope="module")
def results():
    return check_file(Path(__file__).with_name("as_batch.py"), EXAMPLES, SLUG)


@pytest.mark.parametrize("number", range(5))
def test_example(results, number):
    if problem := results[number].problem():
        pytest.fail(problem, pytrace=False)
