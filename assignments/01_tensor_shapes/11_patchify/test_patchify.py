"""Visible checks of 01_tensor_shapes/11_patchify: the examples of the docstring. A self-check, not your grade.

可见检查:文档字符串中的示例。这只是自我检查,不是成绩。
"""

from pathlib import Path

import pytest

from autograder.selfcheck import check_file

SLUG = "01_tensor_shapes/11_patchify"
EXAMPLES = """
>>> import torch
>>> images = torch.tensor([[[[0, 1, 2, 3], [4, 5, 6, 7]]]])
>>> patchify(images, 2)
tensor([[[0, 1, 4, 5],
         [2, 3, 6, 7]]])
>>> patchify(torch.zeros(32, 1, 28, 28), 7).shape
torch.Size([32, 16, 49])
>>> patchify(torch.tensor([[[[0, 1], [2, 3]], [[4, 5], [6, 7]]]]), 2)
tensor([[[0, 1, 2, 3, 4, 5, 6, 7]]])
>>> patchify(torch.zeros(1, 1, 2, 8), 4)
Traceback (most recent call last):
ValueError: ...

>>> unpatchify(torch.tensor([[[0, 1, 4, 5], [2, 3, 6, 7]]]), 2, (1, 2, 4))
tensor([[[[0, 1, 2, 3],
          [4, 5, 6, 7]]]])
"""


@pytest.fixture(scope="module")
def results():
    return check_file(Path(__file__).with_name("patchify.py"), EXAMPLES, SLUG)


@pytest.mark.parametrize("number", range(5))
def test_example(results, number):
    if problem := results[number].problem():
        pytest.fail(problem, pytrace=False)
