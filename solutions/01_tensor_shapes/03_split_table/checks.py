import torch

from autograder.checks import (
    LAYOUTS,
    assert_equal,
    assert_keeps_arguments,
    assert_numbers,
    assert_parts,
    assert_raises,
    assert_tensor,
    few,
    given,
    sizes,
    st,
    tensors,
)

DTYPES = (torch.float32, torch.float64, torch.int64, torch.uint8, torch.bool)
COLUMNS = st.integers(0, 19)  # the remainder is a column of the table


def tables():
    return tensors((sizes(1, 3), sizes(2, 4)), layouts=LAYOUTS[:3], label="table")


def pair(result):
    """The two parts of an answer; both must be tensors."""
    return assert_parts(result, "X", "y", each=assert_tensor)


def parts(result, table):
    """The two parts of an answer, with as many numbers as they must have, in any shape."""
    features, y = pair(result)
    rows, columns = table.shape
    return assert_tensor(features, numel=rows * (columns - 1)), assert_tensor(y, numel=rows)


def assert_features(features, table, column):
    rows = table.tolist()
    others = [[value for j, value in enumerate(row) if j != column] for row in rows]
    assert_numbers(features, others, rtol=0, atol=0)


def assert_labels(y, table, column):
    """Compare the labels in a row, whatever shape they came in."""
    assert_numbers(y.reshape(-1), [row[column] for row in table.tolist()], rtol=0, atol=0)


@given(table=tables())
def check_features(student, table):
    """X holds every other column, each in its row and in the order of the table.

    X 包含其余各列,每个数仍在原来的行,列的顺序与原表相同。
    """
    for column in range(table.shape[1]):
        features, _ = pair(student.split_table(table, column))
        assert_features(features, table, column)


@given(table=tables())
def check_labels(student, table):
    """y holds the label of each row, taken from the column asked for.

    y 包含每一行的标签,取自所要求的那一列。
    """
    for column in range(table.shape[1]):
        _, y = pair(student.split_table(table, column))
        assert_labels(y, table, column)


@few(
    3,
    table=tensors((sizes(2, 6), sizes(2, 6)), layouts=LAYOUTS[:1], label="table"),
    pick=COLUMNS,
)
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
    assert_features(features, table, 0)


@few(
    3,
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
    assert_tensor(y, numel=0)
    features, y = pair(student.split_table(labels.float(), 0))
    assert_tensor(features, shape=(len(labels), 0))
    assert_labels(y, labels, 0)


@few(3, table=tables(), pick=COLUMNS, beyond=st.integers(1, 9))
def check_no_such_column(student, table, pick, beyond):
    """A column beyond either end of the table raises IndexError, one inside does not.

    超出表格任何一端的列都会抛出 IndexError,表格之内的列则不会。
    """
    n = table.shape[1]
    parts(student.split_table(table, pick % n), table)
    for column in (n, n + beyond, -n - 1, -n - 1 - beyond):
        assert_raises(lambda k=column: student.split_table(table, k), "IndexError")


@few(
    3,
    table=tensors(
        (sizes(1, 4), sizes(2, 5)), torch.int64, low=0, high=99, layouts=LAYOUTS[:1], label="table"
    ),
)
def check_dtype(student, table):
    """X and y have the dtype of the table.

    X 和 y 的 dtype 与表相同。
    """
    for dtype in DTYPES:
        features, y = parts(student.split_table(table.to(dtype), 1), table)
        assert_tensor(features, dtype=dtype)
        assert_tensor(y, dtype=dtype)


@few(3, rows=sizes(1, 4), n=sizes(3, 6), start=st.integers(0, 9999))
def check_arguments_untouched(student, rows, n, start):
    """The table is not modified.

    表没有被修改。
    """
    table = torch.arange(start, start + rows * n).float().reshape(rows, n)
    for column in (0, 1, n - 1):
        parts(assert_keeps_arguments(student.split_table, (table, column), "table"), table)


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
