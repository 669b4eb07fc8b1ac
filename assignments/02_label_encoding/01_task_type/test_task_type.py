"""Visible checks of 02_label_encoding/01_task_type: the examples of the docstring. A self-check, not your grade.

可见检查:文档字符串中的示例。这只是自我检查,不是成绩。
"""

from pathlib import Path

import pytest

from autograder.selfcheck import check_file

SLUG = "02_label_encoding/01_task_type"
EXAMPLES = """
>>> task_type(["setosa", "virginica", None])
'classification'
>>> task_type([1.0, 4.7, None])
'regression'
>>> task_type([0, 2.0, True, float("nan")])
'classification'
>>> task_type(["1.5", "2.5"])
'classification'
>>> task_type([None, float("nan")])
'unlabelled'
"""


@pytest.fixture(scope="module")
def results():
    return check_file(Path(__file__).with_name("task_type.py"), EXAMPLES, SLUG)


@pytest.mark.parametrize("number", range(5))
def test_example(results, number):
    if problem := results[number].problem():
        pytest.fail(problem, pytrace=False)
