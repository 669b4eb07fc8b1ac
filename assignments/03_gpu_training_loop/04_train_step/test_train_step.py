"""Visible checks of 03_gpu_training_loop/04_train_step: the examples of the docstring. A self-check, not your grade.

可见检查:文档字符串中的示例。这只是自我检查,不是成绩。
"""

from pathlib import Path

import pytest

from autograder.selfcheck import check_file

SLUG = "03_gpu_training_loop/04_train_step"
EXAMPLES = """
>>> import torch
>>> from torch import Tensor, nn
>>> model = nn.Linear(1, 1, bias=False)
>>> _ = nn.init.constant_(model.weight, 2.0)
>>> optimizer = torch.optim.SGD(model.parameters(), lr=0.25)
>>> x, y = torch.ones(3, 1), torch.zeros(3, 1)
>>> model.weight.grad = torch.tensor([[50.0]])
>>> train_step(model, x, y, nn.MSELoss(), optimizer)
tensor(4.)
>>> model.weight.item()
1.0
>>> train_step(model.eval(), x, y, nn.MSELoss(), optimizer)
tensor(1.)
>>> model.weight.item(), model.training
(0.5, False)
"""


@pytest.fixture(scope="module")
def results():
    return check_file(Path(__file__).with_name("train_step.py"), EXAMPLES, SLUG)


@pytest.mark.parametrize("number", range(4))
def test_example(results, number):
    if problem := results[number].problem():
        pytest.fail(problem, pytrace=False)
