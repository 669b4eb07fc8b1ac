"""Visible checks of 01_tensor_shapes/01_describe: the examples of the docstring. A self-check, not your grade.

可见检查:文档字符串中的示例。这只是自我检查,不是成绩。
"""

from pathlib import Path

import pytest

from autograder.selfcheck import check_file

SLUG = "01_tensor_shapes/01_describe"
EXAMPLES = """
>>> import torch
>>> describe(torch.zeros(32, 1, 28, 28), batched=True)
{'n_samples': 32, 'n_features': 784, 'sample_shape': (1, 28, 28), 'ndim': 4}
>>> describe(torch.zeros(3, 4), batched=False)
{'n_samples': 1, 'n_features': 12, 'sample_shape': (3, 4), 'ndim': 2}
"""


@pytest.fixture(scope="module")
def results():
    return check_file(Path(__file__).with_name("describe.py"), EXAMPLES, SLUG)


@pytest.mark.parametrize("number", range(2))
def test_example(results, number):
    if problem := results[number].problem():
        pytest.fail(problem, pytrace=False)
