"""Visible checks of 03_gpu_training_loop/06_evaluate: the examples of the docstring. A self-check, not your grade.

可见检查:文档字符串中的示例。这只是自我检查,不是成绩。
"""

from pathlib import Path

import pytest

from autograder.selfcheck import check_file

SLUG = "03_gpu_training_loop/06_evaluate"
EXAMPLES = """
>>> import torch
>>> from torch import nn
>>> logits = torch.tensor([[9.0, 0.0], [0.0, 9.0], [9.0, 0.0]])
>>> loader = [(logits, torch.tensor([0, -100, 1])), (logits[1:2], torch.tensor([-100]))]
>>> loader += [(logits, torch.tensor([0, 1, 0])), (logits[:1], torch.tensor([1]))]
>>> model = nn.Sequential(nn.Dropout(0.9), nn.Dropout(0.9).eval())
>>> result = evaluate(model, iter(loader), torch.device("cpu"))
>>> round(result["loss"], 3), round(result["acc"], 3)
(3.0, 0.667)
>>> result["n"], [module.training for module in model.modules()]
(6, [True, True, False])
>>> evaluate(model, [], torch.device("cpu"))
{'loss': nan, 'acc': nan, 'n': 0}
"""


@pytest.fixture(scope="module")
def results():
    return check_file(Path(__file__).with_name("evaluate.py"), EXAMPLES, SLUG)


@pytest.mark.parametrize("number", range(3))
def test_example(results, number):
    if problem := results[number].problem():
        pytest.fail(problem, pytrace=False)
