import torch

from autograder.checks import (
    LAYOUTS,
    assert_equal,
    assert_raises,
    assert_tensor,
    assert_unchanged,
    expect,
    given,
    settings,
    sizes,
    st,
    tensors,
)

DTYPES = (torch.float32, torch.float64, torch.int64, torch.uint8, torch.bool)
FEW = settings(max_examples=3)  # for checks that meet all their cases with every example
COLUMNS = st.integers(0, 19)  # the remainder is a column of the table


def tables():
    return tensors((sizes(1, 3), sizes(2, 4)), layouts=LAYOUTS[:3], label="table")


def pair(result):
    """The two parts of an answer; both must be tensors."""
    is_pair = type(result) is tuple and len(result) == 2
    expect(is_pair, "the result is not a tuple (X, y)", "结果不是元组 (X, y)")
    return assert_tensor(result[0]), assert_tensor(result[1])


def parts(result, table):
    """The two parts of an answer, with as many numbers as they must have, in any shape."""
    features, y = pair(result)
    rows, columns = table.shape
    expect(features.numel() == rows * (columns - 1), "X has another size", "X 的大小不对")
    expect(y.numel() == rows, "y does not have one entry per row", "y 不是每行一个元素")
    return features, y


def label_of(table, column):
    return [row[column] for row in table.double().tolist()]


def others_of(table, column):
    rows = table.double().tolist()
    return [[value for j, value in enumerate(row) if j != column] for row in rows]


def flat(y):
    """The labels in a row, whatever shape they came in."""
    return y.double().reshape(-1).tolist()


@given(table=tables())
def check_features(student, table):
    """X holds every other column, each in its row and in the order of the table.

    X 包含其余各列,每个数仍在原来的行,列的顺序与原表相同。
    """
    for column in range(table.shape[1]):
        features, _ = pair(student.split_table(table, column))
        assert_equal(features.double().tolist(), others_of(table, column))


@given(table=tables())
def check_labels(student, table):
    """y holds the label of each row, taken from the column asked for.

    y 包含每一行的标签,取自所要求的那一列。
    """
    for column in range(table.shape[1]):
        _, y = pair(student.split_table(table, column))
        assert_equal(flat(y), label_of(table, column))


@FEW
@given(table=tensors((sizes(2, 6), sizes(2, 6)), layouts=LAYOUTS[:1], label="table"), pick=COLUMNS)
def check_label_shape(student, table, pick):
    """y is a vector with one entry per row, also when there is just one row.

    y 是每行一个元素的向量,只有一行时也是如此。
    """
    for rows in (table.shape[0], 1):
        _, y = pair(student.split_table(table[:rows], pick % table.shape[1]))
        assert_tensor(y, shape=(rows,))


@given(table=tables(), pick=st.integers(0, 9))
def check_negative_column(student, table, pick):
    """A column counted from the end gives what the same column gives from the front; -1 by default.

    从末尾数起的列,与从开头数到的同一列结果相同;默认为 -1。
    """
    n = table.shape[1]
    column = 1 + pick % (n - 1)
    expected = pair(student.split_table(table, column))
    assert_equal(pair(student.split_table(table, column - n)), expected)
    expected = pair(student.split_table(table, n - 1))
    assert_equal(pair(student.split_table(table)), expected)
    features, _ = pair(student.split_table(table, -n))
    assert_equal(features.double().tolist(), others_of(table, 0))


@FEW
@given(
    columns=sizes(2, 40),
    pick=COLUMNS,
    labels=tensors((sizes(1, 9), 1), torch.int64, low=-99, high=99, label="labels"),
)
def check_empty(student, columns, pick, labels):
    """A table without rows has no samples; one with a single column has labels but no features.

    没有行的表没有样本;只有一列的表有标签而没有特征。
    """
    features, y = pair(student.split_table(torch.zeros(0, columns), pick % columns))
    assert_tensor(features, shape=(0, columns - 1))
    expect(y.numel() == 0, "y is not empty", "y 不是空的")
    features, y = pair(student.split_table(labels.float(), 0))
    assert_tensor(features, shape=(len(labels), 0))
    assert_equal(flat(y), labels.double().reshape(-1).tolist())


@FEW
@given(table=tables(), pick=COLUMNS, beyond=st.integers(1, 9))
def check_no_such_column(student, table, pick, beyond):
    """A column beyond either end of the table raises IndexError, one inside does not.

    超出表格任何一端的列都会抛出 IndexError,表格之内的列则不会。
    """
    n = table.shape[1]
    parts(student.split_table(table, pick % n), table)
    for column in (n, n + beyond, -n - 1, -n - 1 - beyond):
        assert_raises(lambda k=column: student.split_table(table, k), "IndexError")


@FEW
@given(
    table=tensors(
        (sizes(1, 4), sizes(2, 5)), torch.int64, low=0, high=99, layouts=LAYOUTS[:1], label="table"
    )
)
def check_dtype(student, table):
    """X and y have the dtype of the table.

    X 和 y 的 dtype 与表相同。
    """
    for dtype in DTYPES:
        features, y = parts(student.split_table(table.to(dtype), 1), table)
        assert_tensor(features, dtype=dtype)
        assert_tensor(y, dtype=dtype)


@FEW
@given(rows=sizes(1, 4), n=sizes(3, 6), start=st.integers(0, 9999))
def check_arguments_untouched(student, rows, n, start):
    """The table is not modified.

    表没有被修改。
    """
    table = torch.arange(start, start + rows * n).float().reshape(rows, n)
    for column in (0, 1, n - 1):
        seen = student.split_table.observe(table, column)
        parts(seen.value, table)
        assert_unchanged(seen.arguments_after[0], table, "table")


def check_cpu_budget(student, budget):
    """It needs no Python loop over rows: at most {limit} times the reference's time.

    不需要用 Python 循环遍历各行:用时不超过参考答案的 {limit} 倍。
    """
    rows, columns = 400, 6
    budget.compare(
        "split_table",
        lambda rng: (
            torch.from_numpy(rng.integers(-9, 10, (rows, columns)).astype("float32")),
            columns - 1,
        ),
    )
