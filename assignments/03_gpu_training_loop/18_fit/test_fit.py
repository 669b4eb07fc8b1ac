"""Visible checks of 03_gpu_training_loop/18_fit: the examples of the docstring. A self-check, not your grade.

可见检查:文档字符串中的示例。这只是自我检查,不是成绩。
"""

from pathlib import Path

import pytest

from autograder.selfcheck import check_file

SLUG = "03_gpu_training_loop/18_fit"
EXAMPLES = """
>>> import torch
>>> images = torch.zeros(80, 8, 8, dtype=torch.uint8)
>>> images[40:] = 16
>>> labels = torch.arange(80) // 40
>>> predict, history = fit(images, labels, epochs=8, seed=0, device=torch.device("cpu"))
>>> predict(images[38:42])
tensor([0, 0, 1, 1])
>>> len(history), history[-1] < history[0]
(8, True)
>>> predict(images[:1])
tensor([0])
>>> again = fit(images, labels, epochs=8, seed=0, device=torch.device("cpu"))[1]
>>> again == history
True
"""


@pytest.fixture(scope="module")
def results():
    return check_file(Path(__file__).with_name("fit.py"), EXAMPLES, SLUG)


@pytest.mark.parametrize("number", range(4))
def test_example(results, number):
    if problem := results[number].problem():
        pytest.fail(problem, pytrace=False)
