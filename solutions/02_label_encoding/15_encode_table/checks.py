import numpy as np
import pandas as pd
import torch

from autograder.checks import (
    assert_equal,
    assert_keeps_arguments,
    assert_numbers,
    assert_parts,
    assert_tensor,
    expect,
)

ISLANDS = ("Torgersen", "Biscoe", "Dream")
SEXES = ("male", "female")
SPECIES = ("Gentoo", "Adelie", "Chinstrap")


def penguins(seed, rows):
    """A table like the penguins of the Palmer archipelago, with made-up animals and no gaps.

    Every text of every column occurs in the first three rows.
    """
    rng = np.random.default_rng(seed)

    def texts(values):
        drawn = rng.integers(0, len(values), rows)
        drawn[:3] = np.arange(3) % len(values)
        return pd.array([values[i] for i in drawn], dtype="str")

    table = {
        "island": texts(ISLANDS),
        "bill_mm": rng.integers(330, 590, rows) / 10,
        "sex": texts(SEXES),
        "year": rng.integers(2007, 2010, rows),
        "mass_g": rng.integers(108, 252, rows) * 25.0,
        "species": texts(SPECIES),
    }
    return pd.DataFrame(table)


def expected(train, table, label):
    """The definition, cell by cell: a dictionary from column name to values."""
    columns = {}
    for feature in train.columns:
        known = [cell for cell in train[feature].tolist() if not pd.isna(cell)]
        if feature == label:
            continue
        cells = table[feature].tolist()
        if isinstance(known[0], str):
            for text in sorted(set(known)):
                columns[f"{feature}={text}"] = [float(cell == text) for cell in cells]
        else:
            median = middle(known)
            columns[feature] = [median if pd.isna(cell) else float(cell) for cell in cells]
    return columns


def middle(values):
    values = sorted(values)
    return (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2


def encode(student, train, test, label="species"):
    """Return the three parts of the result, once there are three and the names are names."""
    return three_parts(student.encode_table(train, test, label))


def three_parts(result):
    result = assert_parts(result, "x_train", "x_test", "names", kinds=(tuple, list))
    names = result[2]
    expect(
        isinstance(names, list) and all(type(name) is str for name in names),
        "names must be a list of strings",
        "names 应当是字符串列表",
    )
    return result


def plausible(result, train, test):
    """Return both tensors once each feature has a column and that of the bills holds bills.

    Rows, other values and dtypes have checks of their own.
    """
    *encoded, names = three_parts(result)
    expect(
        len(names) >= 5 and "bill_mm" in names,
        f"five features need at least five columns, one of them 'bill_mm'; got {names}",
        f"五个特征至少对应五列，其中一列是 'bill_mm'；得到 {names}",
    )
    for x, table in zip(encoded, (train, test), strict=True):
        x = assert_tensor(x, ndim=2)
        expect(
            len(x) > 0 and x.shape[1] == len(names),
            f"expected rows of {len(names)} columns, got shape {tuple(x.shape)}",
            f"期望每行 {len(names)} 列，得到形状 {tuple(x.shape)}",
        )
        bills = [round(value, 1) for value in x[:, names.index("bill_mm")].tolist()]
        expect(
            set(bills) <= set(table["bill_mm"].tolist()),
            f"the column 'bill_mm' holds {bills}",
            f"列 'bill_mm' 的内容是 {bills}",
        )
    return encoded


def assert_columns(student, train, test, label="species", parts=("train", "test")):
    """Compare the columns by their names; their order and dtype have checks of their own."""
    *encoded, names = encode(student, train, test, label)
    for part, x, table in zip(("train", "test"), encoded, (train, test), strict=True):
        if part not in parts:
            continue
        columns = expected(train, table, label)
        assert_equal(sorted(names), sorted(columns))
        x = assert_tensor(x, shape=(len(table), len(columns))).float()
        for position, name in enumerate(names):
            values = torch.tensor(columns[name], dtype=torch.float32)
            expect(
                torch.allclose(x[:, position], values, rtol=1e-5, atol=1e-5),
                f"column {name!r} of x_{part}: expected {columns[name]}, "
                f"got {x[:, position].tolist()}",
                f"x_{part} 的列 {name!r}：期望 {columns[name]}，得到 {x[:, position].tolist()}",
            )


def check_training_table(student, hidden_seed):
    """Numbers stay, each text of the training table gets a column, the label gets none.

    数字保持不变，训练表格中的每个文本各占一列，标签不占列。
    """
    train = penguins(hidden_seed, 7)
    assert_columns(student, train, train.copy(), parts=("train",))


def check_test_table(student, hidden_seed):
    """The test table gets the same columns, also where some texts do not occur in it.

    即使某些文本没有出现，测试表格也得到完全相同的列。
    """
    train = penguins(hidden_seed, 7)
    for rows in (5, 1):
        assert_columns(student, train, penguins(hidden_seed + rows, 8)[-rows:], parts=("test",))


def check_column_order(student, hidden_seed):
    """The columns follow the order of the features; within one feature the texts are sorted.

    各列按特征的顺序排列；同一特征的文本按排序后的次序排列。
    """
    train = penguins(hidden_seed, 5)[["year", "sex", "bill_mm", "island", "mass_g", "species"]]
    *_, names = encode(student, train, train.copy())
    assert_equal(names, list(expected(train, train, "species")))


def check_dtype(student, hidden_seed):
    """Both results are float32 tensors.

    两个结果都是 float32 张量。
    """
    train = penguins(hidden_seed, 4)
    for x in plausible(student.encode_table(train, train.copy(), "species"), train, train):
        assert_tensor(x, dtype=torch.float32)


def check_unseen_category(student, hidden_seed):
    """A text that occurs only in the test table adds no column and gives zeros.

    只在测试表格中出现的文本不会增加列，对应的各列全为 0。
    """
    train = penguins(hidden_seed, 6)
    test = penguins(hidden_seed + 1, 5)
    test.loc[[3, 4], "island"] = "Anvers"
    test.loc[4, "sex"] = "unknown"
    assert_columns(student, train, test)


def check_missing_text(student, hidden_seed):
    """A missing text is no category: it adds no column and gives zeros in both tables.

    缺失的文本不是类别：它不会增加列，在两张表格中对应的各列都为 0。
    """
    train, test = penguins(hidden_seed, 8), penguins(hidden_seed + 1, 7)
    train.loc[[4, 6], "sex"] = None
    train.loc[5, "island"] = None
    test.loc[[3, 4, 6], "sex"] = None
    assert_columns(student, train, test)


def check_missing_number(student, hidden_seed):
    """A missing number becomes the median of the training values, in both tables.

    缺失的数字用训练数据的中位数填补，两张表格都是如此。
    """
    train, test = penguins(hidden_seed, 9), penguins(hidden_seed + 1, 6)
    train["mass_g"] = [3000.0, 3100.0, 3250.0, 9000.0, None, 2900.0, None, 3100.0, 3700.0]
    train.loc[[0, 7, 8], "bill_mm"] = None
    test["mass_g"] = [5000.0, None, 5500.0, 5500.0, None, 4000.0]
    test.loc[2, "bill_mm"] = None
    assert_columns(student, train, test)


def check_rows_keep_their_place(student, hidden_seed):
    """Row i belongs to row i of the table, whatever the index says.

    第 i 行对应表格的第 i 行，与索引的内容无关。
    """
    train = penguins(hidden_seed, 6).set_axis([40, 7, 12, 3, 100, 5])
    test = penguins(hidden_seed + 1, 4)
    assert_columns(student, train, test.set_axis([5, 5, 0, 5]))


def check_label_anywhere(student, hidden_seed):
    """The label is left out wherever it stands, and whether it is text or a number.

    无论标签在哪一列、是文本还是数字，都不会成为特征。
    """
    train, test = penguins(hidden_seed, 6), penguins(hidden_seed + 1, 4)
    for label in ("island", "mass_g"):
        assert_columns(student, train, test, label)


def check_test_without_label(student, hidden_seed):
    """The test table may lack the label and may order its columns differently.

    测试表格可以没有标签列，列的顺序也可以不同。
    """
    train, test = penguins(hidden_seed, 6), penguins(hidden_seed + 1, 4)
    assert_columns(student, train, test.drop(columns="species"))
    assert_columns(student, train, test[["mass_g", "sex", "species", "year", "bill_mm", "island"]])


def check_tables_untouched(student, hidden_seed):
    """Neither table is modified.

    两张表格都没有被修改。
    """
    train, test = penguins(hidden_seed, 6), penguins(hidden_seed + 1, 4)
    train.loc[4, "mass_g"] = test.loc[1, "mass_g"] = None
    train.loc[5, "sex"] = test.loc[2, "sex"] = None
    tables = (train, test, "species")
    plausible(assert_keeps_arguments(student.encode_table, tables, "train", "test"), train, test)


def same_columns(result, reference):
    """Compare the columns by their names; their order and dtype have checks of their own."""
    *encoded, names = three_parts(result)
    *wanted, their_names = reference
    assert_equal(sorted(names), sorted(their_names))
    order = [names.index(name) for name in their_names]
    for x, wanted_x in zip(encoded, wanted, strict=True):
        assert_numbers(assert_tensor(x, shape=tuple(wanted_x.shape))[:, order], wanted_x)


def check_cpu_budget(student, budget):
    """It builds whole columns, not one cell after another: at most {limit} times the
    reference's time.

    应当整列处理，而不是逐个单元格处理：用时不超过参考答案的 {limit} 倍。
    """

    def tables(rng):
        first, second = rng.integers(1 << 30, size=2).tolist()
        return penguins(first, 500), penguins(second, 500), "species"

    budget.verify = same_columns
    budget.compare("encode_table", tables)
