import torch

from autograder.checks import (
    assert_close,
    assert_raises,
    assert_tensor,
    assert_unchanged,
    given,
    labels,
    sizes,
    st,
)


def expected(y, k):
    """The definition, cell by cell."""
    rows = [[1.0 if label == c else 0.0 for c in range(k)] for label in y.tolist()]
    return torch.tensor(rows, dtype=torch.float32).reshape(len(y), k)


def assert_one_hot(student, y, k):
    """Compare shape and values; the dtype has a check of its own."""
    out = assert_tensor(student.one_hot(y, k), shape=(len(y), k))
    assert_close(out.float(), expected(y, k))


@given(y=labels(sizes(0, 6), 5, label="y"), k=st.integers(2, 5))
def check_values(student, y, k):
    """Each row has its 1 in the column of its label and 0 in every other column.

    每一行只在标签对应的列为 1，其余各列为 0。
    """
    # Every class occurs at least once, the last one first: what is absent has a check of its own.
    y = torch.cat([torch.arange(k).flip(0), y % k])
    assert_one_hot(student, y, k)


def check_dtype(student):
    """The result is float32.

    结果的数据类型为 float32。
    """
    assert_tensor(student.one_hot(torch.tensor([1, 0, 2]), 3), dtype=torch.float32)


@given(y=labels(sizes(2, 6), 3, label="y"), absent=st.integers(0, 3), k=st.integers(4, 7))
def check_absent_classes(student, y, absent, k):
    """The width is k and every class keeps its column when some classes do not occur.

    即使有些类别没有出现，宽度仍为 k，每个类别也仍在自己的列。
    """
    y = y + (y >= absent)  # class `absent` does not occur, nor do those from 4 on
    assert_one_hot(student, y, k)


def check_one_row_or_column(student):
    """A single label gives one row and a single class one column; both axes stay.

    只有一个标签时得到一行，只有一个类别时得到一列；两个轴都保留。
    """
    for y, k in (([2], 3), ([0, 0, 0], 1), ([0], 1)):
        assert_one_hot(student, torch.tensor(y), k)


def check_empty(student):
    """No labels give a table of no rows and k columns.

    没有标签时，得到 0 行 k 列的结果。
    """
    for k in (1, 4):
        out = student.one_hot(torch.zeros(0, dtype=torch.int64), k)
        assert_tensor(out, shape=(0, k))


@given(k=st.integers(1, 5), beyond=st.integers(0, 3), place=st.integers(0, 3))
def check_label_too_large(student, k, beyond, place):
    """A label of k or more is refused with a ValueError.

    标签大于等于 k 时抛出 ValueError。
    """
    y = torch.arange(4) % k
    y[place] = k + beyond
    assert_raises(lambda: student.one_hot(y, k), "ValueError")


@given(k=st.integers(1, 5), below=st.integers(1, 3), place=st.integers(0, 3))
def check_label_negative(student, k, below, place):
    """A negative label is refused with a ValueError.

    标签为负数时抛出 ValueError。
    """
    y = torch.arange(4) % k
    y[place] = -below
    assert_raises(lambda: student.one_hot(y, k), "ValueError")


def check_labels_untouched(student):
    """The labels are not modified, neither their values nor their shape.

    标签没有被修改，包括数值和形状。
    """
    y = torch.tensor([3, 0, 2, 2, 1])
    seen = student.one_hot.observe(y, 4)
    assert_unchanged(seen.arguments_after[0], y, "y")


def check_cpu_budget(student, budget):
    """It needs no Python loop over labels: at most 25 times the reference's time.

    不需要用 Python 循环遍历标签：用时不超过参考答案的 25 倍。
    """
    budget.compare("one_hot", lambda rng: (torch.from_numpy(rng.integers(0, 12, 4000)), 12))
