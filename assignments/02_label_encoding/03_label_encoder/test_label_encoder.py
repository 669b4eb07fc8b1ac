"""Visible checks of 02_label_encoding/03_label_encoder: the examples of the docstring. A self-check, not your grade.

可见检查:文档字符串中的示例。这只是自我检查,不是成绩。
"""

from pathlib import Path

import pytest

from autograder.selfcheck import check_file

SLUG = "02_label_encoding/03_label_encoder"
EXAMPLES = """
>>> import torch
>>> encoder = LabelEncoder()
>>> encoder.fit(["virginica", "setosa", None, "virginica"])
>>> encoder.classes_
['setosa', 'virginica']
>>> encoder.transform(["virginica", None, "setosa"])
tensor([   1, -100,    0])
>>> encoder.inverse_transform(torch.tensor([0, -100]))
['setosa', None]
>>> encoder.transform(["versicolor"])
Traceback (most recent call last):
ValueError: ...
>>> encoder.fit(["versicolor"])
>>> encoder.classes_
['versicolor']
>>> LabelEncoder().transform(["versicolor"])
Traceback (most recent call last):
RuntimeError: ...
"""


@pytest.fixture(scope="module")
def results():
    return check_file(Path(__file__).with_name("label_encoder.py"), EXAMPLES, SLUG)


@pytest.mark.parametrize("number", range(6))
def test_example(results, number):
    if problem := results[number].problem():
        pytest.fail(problem, pytrace=False)
