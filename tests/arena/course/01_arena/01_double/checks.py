import torch

from autograder.checks import assert_equal, given, sizes, tensors


@given(x=tensors((sizes(1, 3), sizes(1, 3))))
def check_values(student, x):
    """Every value is doubled.

    每个数都加倍。
    """
    assert_equal(student.double(x), 2 * x)


def check_once_more(student):
    """The same function doubles again.

    同一个函数再次加倍。
    """
    assert_equal(student.double(torch.tensor([1.0, -3.0])), torch.tensor([2.0, -6.0]))
