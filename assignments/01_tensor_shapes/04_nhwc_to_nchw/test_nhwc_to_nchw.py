"""Visible checks of 01_tensor_shapes/04_nhwc_to_nchw: the examples of the docstring. A self-check, not your grade.

可见检查:文档字符串中的示例。这只是自我检查,不是成绩。
"""

from pathlib import Path

import pytest

from autograder.selfcheck import check_file

SLUG = "01_tensor_shapes/04_nhwc_to_nchw"
EXAMPLES = """
>>> import torch
>>> images = torch.tensor([[[[0, 204], [51, 102]]]], dtype=torch.uint8)
>>> nhwc_to_nchw(images)
tensor([[[[0.0000, 0.2000]],
<BLANKLINE>
         [[0.8000, 0.4000]]]])
>>> nhwc_to_nchw(images).is_contiguous()
True
>>> nhwc_to_nchw(torch.zeros(2, 4, 6, 3, dtype=torch.uint8)).shape
torch.Size([2, 3, 4, 6])
"""


@pytest.fixture(scope="module")
def results():
    return check_file(Path(__file__).with_name("nhwc_to_nchw.py"), EXAMPLES, SLUG)


@pytest.mark.parametrize("number", range(3))
def test_example(results, number):
    if problem := results[number].problem():
        pytest.fail(problem, pytrace=False)
