"""Visible checks of 03_gpu_training_loop/01_pick_device: the examples of the docstring. A self-check, not your grade.

可见检查:文档字符串中的示例。这只是自我检查,不是成绩。
"""

from pathlib import Path

import pytest

from autograder.selfcheck import check_file

SLUG = "03_gpu_training_loop/01_pick_device"
EXAMPLES = """
>>> import torch
>>> pick_device("cpu")
device(type='cpu')
>>> pick_device(torch.device("cpu"))
device(type='cpu')
>>> pick_device().type == "cpu" or torch.accelerator.is_available()
True
>>> pick_device("cuda:99")
Traceback (most recent call last):
ValueError: ...
>>> pick_device("toaster")
Traceback (most recent call last):
ValueError: ...
"""


@pytest.fixture(scope="module")
def results():
    return check_file(Path(__file__).with_name("pick_device.py"), EXAMPLES, SLUG)


@pytest.mark.parametrize("number", range(5))
def test_example(results, number):
    if problem := results[number].problem():
        pytest.fail(problem, pytrace=False)
