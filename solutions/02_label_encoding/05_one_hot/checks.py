import torch

from autograder.checks import (
    assert_keeps_arguments,
    assert_numbers,
    assert_raises,
    assert_tensor,
    examples,
    expect,
    few,
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
    assert_numbers(student.one_hot(y, k), expected(y, k))


def every_class(y, k):
    """Let every class occur at least once, the last one first."""
    return torch.cat([torch.arange(k).flip(0), y % k])


def plausible_table(out):
    """Return what labels of at least two classes gave, once its rows differ and its columns too."""
    out = assert_tensor(out, ndim=2)
    expect(
        (out != out[:1]).any() and (out != out[:, :1]).any(),
        "labels of different classes must give a table with different rows and columns",
        "不同类别的标签应当得到各行不全相同、各列也不全相同的二维结果",
    )
    return out


@given(y=labels(sizes(0, 6), 5, label="y"), k=st.integers(2, 5))
def check_values(student, y, k):
    """Each row has its 1 in the column of its label and 0 in every other column.

    每一行只在标签对应的列为 1，其余各列为 0。
    """
    # What is absent has a check of its own.
    assert_one_hot(student, every_class(y, k), k)


@few(5, y=labels(sizes(0, 6), 5, label="y"), k=st.integers(2, 5))
def check_dtype(student, y, k):
    """The result is float32.

    结果的数据类型为 float32。
    """
    out = plausible_table(student.one_hot(every_class(y, k), k))
    assert_tensor(out, dtype=torch.float32)


@given(y=labels(sizes(2, 6), 3, label="y"), absent=st.integers(0, 3), k=st.integers(4, 7))
def check_absent_classes(student, y, absent, k):
    """The width is k and every class keeps its column when some classes do not occur.

    即使有些类别没有出现，宽度仍为 k，每个类别也仍在自己的列。
    """
    y = y + (y >= absent)  # class `absent` does not occur, nor do those from 4 on
    assert_one_hot(student, y, k)


@few(12, k=st.integers(2, 9), label=st.integers(0, 8), count=st.integers(1, 9))
@examples(k=[3, 2], label=[2, 0], count=[3, 1])
def check_one_row_or_column(student, k, label, count):
    """A single label gives one row and a single class one column; both axes stay.

    只有一个标签时得到一行，只有一个类别时得到一列；两个轴都保留。
    """
    assert_one_hot(student, torch.tensor([label % k]), k)
    assert_one_hot(student, torch.zeros(count, dtype=torch.int64), 1)


@few(8, y=labels(sizes(0, 6), 5, label="y"), k=st.integers(2, 9))
@examples(y=[torch.tensor([0])], k=[2])
def check_empty(student, y, k):
    """No labels give a table of no rows and k columns.

    没有标签时，得到 0 行 k 列的结果。
    """
    plausible_table(student.one_hot(every_class(y, k), k))
    for width in (1, k):
        out = student.one_hot(torch.zeros(0, dtype=torch.int64), width)
        assert_tensor(out, shape=(0, width))


def insert(y, place, label):
    return torch.cat([y[:place], torch.tensor([label]), y[place:]])


OTHERS = labels(sizes(1, 6), 5, label="y")


@few(12, y=OTHERS, k=st.integers(1, 5), beyond=st.integers(0, 3), place=st.integers(0, 6))
def check_label_too_large(student, y, k, beyond, place):
    """A label of k or more is refused with a ValueError.

    标签大于等于 k 时抛出 ValueError。
    """
    y = insert(y % k, place, k + beyond)
    plausible_table(student.one_hot(y, k + beyond + 1))
    assert_raises(lambda: student.one_hot(y, k), "ValueError")


@few(12, y=OTHERS, k=st.integers(1, 5), below=st.integers(1, 3), place=st.integers(0, 6))
def check_label_negative(student, y, k, below, place):
    """A negative label is refused with a ValueError.

    标签为负数时抛出 ValueError。
    """
    y = insert(y % k, place, -below)
    plausible_table(student.one_hot(y + below, k + below))
    assert_raises(lambda: student.one_hot(y, k), "ValueError")


@few(8, y=labels(sizes(2, 6), 4, label="y"))
def check_labels_untouched(student, y):
    """The labels are not modified, neither their values nor their shape.

    标签没有被修改，包括数值和形状。
    """
    y = insert(y % 3, 1, 3)
    plausible_table(assert_keeps_arguments(student.one_hot, (y, 4), "y"))


def check_cpu_budget(student, budget):
    """It needs no Python loop over labels: at most {limit} times the reference's time.

    不需要用 Python 循环遍历标签：用时不超过参考答案的 {limit} 倍。
    """
    budget.compare("one_hot", lambda rng: (torch.from_numpy(rng.integers(0, 12, 4000)), 12))
