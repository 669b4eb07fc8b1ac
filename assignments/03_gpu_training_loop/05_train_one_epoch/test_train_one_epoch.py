"""Visible checks of 03_gpu_training_loop/05_train_one_epoch: the examples of the docstring. A self-check, not your grade.

可见检查:文档字符串中的示例。这只是自我检查,不是成绩。
"""

from pathlib import Path

import pytest

from autograder.selfcheck import check_file

SLUG = "03_gpu_training_loop/05_train_one_epoch"
EXAMPLES = """
>>> import torch
>>> from torch import Tensor, nn
>>> model = nn.Linear(1, 1, bias=False).eval()
>>> _ = nn.init.constant_(model.weight, 2.0)
>>> optimizer = torch.optim.SGD(model.parameters(), lr=0.25)
>>> loader = iter([(torch.ones(n, 1), torch.zeros(n, 1)) for n in (2, 1)])
>>> train_one_epoch(model, loader, nn.MSELoss(), optimizer, torch.device("cpu"))
3.0
>>> model.weight.item(), model.training
(0.5, True)
"""


@pytest.fixture(scope="module")
def results():
    return check_file(Path(__file__).with_name("train_one_epoch.py"), EXAMPLES, SLUG)


@pytest.mark.parametrize("number", range(2))
def test_example(results, number):
    if problem := results[number].problem():
        pytest.fail(problem, pytrace=False)
