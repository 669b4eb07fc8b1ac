import torch

from autograder.checks import (
    LAYOUTS,
    assert_close,
    assert_tensor,
    assert_unchanged,
    expect,
    few,
    given,
    sizes,
    st,
    tensors,
)

COLUMNS = 3
WRITABLE = LAYOUTS[:3]
TRAIN = tensors((sizes(0, 6), COLUMNS), layouts=WRITABLE, label="train")
NEW = tensors((sizes(2, 5), COLUMNS), low=-9, high=2, layouts=WRITABLE, label="x")
NEAR = tensors((sizes(2, 5), COLUMNS), low=0, high=4, layouts=WRITABLE, label="x")


def varied(train):
    """Add two rows, so that every column varies by much more than it rounds."""
    return torch.cat([train, torch.tensor([[-4.0, 3.0, 0.5], [3.0, -2.0, 4.5]])])


def expected(train, x):
    """The definition, column by column, in Python's double precision."""
    columns = []
    for learned, new in zip(train.T.tolist(), x.T.tolist(), strict=True):
        mean = sum(learned) / len(learned)
        std = (sum((value - mean) ** 2 for value in learned) / len(learned)) ** 0.5
        columns.append([(value - mean) / (std or 1.0) for value in new])
    return torch.tensor(columns).T


def fit(student, train):
    f = student.fit_standardiser(train)
    expect(
        callable(f) and not isinstance(f, torch.Tensor),
        "fit_standardiser must return a function",
        "fit_standardiser 应当返回一个函数",
    )
    return f


def apply(f, x):
    """Return f(x) once it is a tensor of the right shape; the dtype has a check of its own."""
    return assert_tensor(f(x), shape=tuple(x.shape)).float()


def plausible(out, x):
    """Return a result for several rows, once it is neither x itself nor the same everywhere."""
    out = assert_tensor(out, shape=tuple(x.shape))
    expect(
        not torch.equal(out.float(), x) and (out != out[0, 0]).any(),
        "f must move and scale the rows of x, and leave them different",
        "f 应当平移并缩放 x 的各行，且结果不应全都相同",
    )
    return out


@given(train=TRAIN, x=NEW)
def check_values(student, train, x):
    """New rows are moved and scaled by the mean and standard deviation of the training data.

    新数据按训练数据的均值和标准差进行平移和缩放。
    """
    train = varied(train)
    out = apply(fit(student, train), x)
    assert_close(out, expected(train, x), rtol=1e-4, atol=1e-4)


@few(10, train=TRAIN, x=NEAR)
def check_constant_column(student, train, x):
    """A column that never varied in training is only centred, also where new values differ.

    训练时从不变化的列只做中心化，新值与训练值不同时也是如此。
    """
    train = varied(train)
    train[:, 1] = 2.5
    out = apply(fit(student, train), x)
    assert_close(out[:, 1], x[:, 1] - 2.5, rtol=1e-4, atol=1e-4)


@few(
    8,
    first=st.integers(1990, 2050),
    order=st.permutations(range(5)),
    more=st.lists(st.integers(0, 4), min_size=2, max_size=2),
)
def check_large_values(student, first, order, more):
    """Columns of large numbers that lie close together keep their differences.

    数值很大而彼此接近的列，差别不会丢失。
    """
    # Five different years and two that repeat; those asked for lie above their mean.
    years = first + torch.tensor([[*order, *more], [5, 3, 4, 5, 3, 5, 4]]).float()
    train, x = (torch.stack([each, each + 8000], dim=1) for each in years)
    out = apply(fit(student, train), x)
    assert_close(out, expected(train, x), rtol=5e-3, atol=5e-3)


@few(5, train=TRAIN, x=NEW)
def check_few_rows(student, train, x):
    """Tables of no row, one row or one column keep their shape.

    零行、一行或一列的表格保持原来的形状。
    """
    train = varied(train)
    f = fit(student, train)
    plausible(f(x), x)
    apply(f, x[:0])
    apply(f, x[:1])
    f = fit(student, train[:, :1])
    apply(f, x[:, :1])
    apply(f, x[:1, :1])


@few(5, train=TRAIN, x=NEW)
def check_dtype(student, train, x):
    """The result is float32.

    结果的数据类型为 float32。
    """
    out = plausible(fit(student, varied(train))(x), x)
    assert_tensor(out, dtype=torch.float32)


@few(5, train=TRAIN, x=NEW)
def check_learned_at_once(student, train, x):
    """Changing the training table after fitting does not change the results.

    拟合之后再修改训练表格，结果不受影响。
    """
    outputs = student.scenario.with_changed_training_data(varied(train), x)
    changed, kept = (plausible(out, x) for out in outputs)
    assert_close(changed, kept, rtol=1e-4, atol=1e-4, equal_nan=True)


@few(5, train=TRAIN, x=NEW, earlier=tensors((4, COLUMNS), layouts=WRITABLE, label="earlier"))
def check_calls_teach_nothing(student, train, x, earlier):
    """A call does not depend on what was transformed before it.

    每次调用的结果都与此前转换过的数据无关。
    """
    train = varied(train)
    alone = plausible(fit(student, train)(x), x).float()
    f = fit(student, train)
    f(earlier)
    assert_close(apply(f, x), alone, rtol=1e-4, atol=1e-4, equal_nan=True)


@few(5, train=TRAIN, x=NEW)
def check_two_at_a_time(student, train, x):
    """Two standardisers, fitted on different tables, do not disturb each other.

    在不同表格上拟合的两个标准化函数互不干扰。
    """
    train = varied(train)
    alone = plausible(fit(student, train)(x), x).float()
    f = fit(student, train)
    fit(student, 5 - 2 * train)
    assert_close(apply(f, x), alone, rtol=1e-4, atol=1e-4, equal_nan=True)


@few(5, train=TRAIN, x=NEW)
def check_tables_untouched(student, train, x):
    """Neither the training table nor the new one is modified.

    训练表格和新表格都没有被修改。
    """
    train = varied(train)
    train_after, x_after, out = student.scenario.tables_afterwards(train, x)
    plausible(out, x)
    assert_unchanged(train_after, train, "train")
    assert_unchanged(x_after, x, "x")


def check_cpu_budget(student, budget):
    """It needs no Python loop over rows: at most {limit} times the reference's time.

    不需要用 Python 循环遍历各行：用时不超过参考答案的 {limit} 倍。
    """

    def tables(rng):
        train, x = rng.integers(-40, 41, (2, 1500, 6)).astype("float32") / 8
        return torch.from_numpy(train), torch.from_numpy(x)

    budget.compare("scenario.standardise", tables)
