"""Visible checks of 01_tensor_shapes/03_split_table: the examples of the docstring. A self-check, not your grade.

可见检查:文档字符串中的示例。这只是自我检查,不是成绩。
"""

from pathlib import Path

import pytest

from autograder.selfcheck import check_file

SLUG = "01_tensor_shapes/03_split_table"
EXAMPLES = """
>>> import torch
>>> table = torch.tensor([[1, 2, 30], [4, 5, 60]])
>>> split_table(table)
(tensor([[1, 2],
         [4, 5]]), tensor([30, 60]))
>>> split_table(table, label_col=1)
(tensor([[ 1, 30],
         [ 4, 60]]), tensor([2, 5]))
>>> split_table(torch.tensor([[0.5, 1.5, 2.5]]), label_col=0)
(tensor([[1.5000, 2.5000]]), tensor([0.5000]))
"""


@pytest.fixture(scope="module")
def results():
    return check_file(Path(__file__).with_name("split_table.py"), EXAMPLES, SLUG)


@pytest.mark.parametrize("number", range(3))
def test_example(results, number):
    if problem := results[number].problem():
        pytest.fail(problem, pytrace=False)
