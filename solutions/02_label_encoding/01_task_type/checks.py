from autograder.checks import (
    assert_equal,
    assert_keeps_arguments,
    examples,
    few,
    given,
    several,
    st,
)

NAN = float("nan")
KNOWN = st.sampled_from(["setosa", "cat", "yes", "2", "3.7", "nan", ""])
NAMES = KNOWN | st.text("abc 5.", max_size=4)
WHOLE = st.integers(-50, 50).map(float)
FRACTION = st.integers(-40, 40).map(lambda n: n + 0.5)
# None of them reads as a number.
WORD = st.text("abcdef", min_size=1, max_size=4)
GAPS = st.sampled_from([None, NAN])


def assert_task(student, labels, expected):
    assert_equal(student.task_type(labels), expected)


def assert_classes(student, labels):
    """They are classes; behind one measurement the same labels belong to a regression."""
    assert_task(student, labels, "classification")
    assert_task(student, [0.5, *labels], "regression")


@given(labels=st.lists(NAMES, min_size=1, max_size=8))
@examples(labels=[["3.7"], ["nan"], [""], [f"species {i}" for i in range(150)]])
def check_names(student, labels):
    """Strings are names, whatever they look like and however many there are.

    字符串都是名称，无论它们看起来像什么、有多少种。
    """
    assert_classes(student, labels)


@given(labels=st.lists(st.integers(-300, 300), min_size=1, max_size=30))
@examples(labels=[[0], list(range(150))])
def check_integers(student, labels):
    """Integers are class numbers, whether there are two different ones or a hundred.

    整数是类别编号，无论只有两种还是有上百种。
    """
    assert_classes(student, labels)


@few(
    12,
    labels=st.lists(
        st.integers(2**63, 2**80) | st.integers(-(10**420), -(10**400)), min_size=1, max_size=4
    ),
)
@examples(labels=[[2**63], [-(10**30), 1], [1, 10**400]])
def check_huge_integers(student, labels):
    """Integers stay class numbers when they are larger than any float or any int64.

    即使整数大到超出 float 或 int64 的范围，它们仍是类别编号。
    """
    assert_classes(student, labels)


@given(labels=st.lists(st.booleans(), min_size=1, max_size=30))
@examples(labels=[[False], [True]])
def check_booleans(student, labels):
    """True and False are two classes.

    True 和 False 是两个类别。
    """
    assert_classes(student, labels)


@given(labels=st.lists(WHOLE, min_size=1, max_size=30))
@examples(labels=[[0.0], [1.0, 2.0]])
def check_whole_floats(student, labels):
    """Floats that are all whole numbers are class numbers that a file stored as floats.

    数值全为整数的浮点数，只是被文件存成浮点数的类别编号。
    """
    assert_classes(student, labels)


@given(labels=st.lists(WHOLE, max_size=20), fraction=FRACTION, place=st.integers(0, 20))
@examples(
    labels=[[1.0, 2.0], [], [1.0] * 200, [3.0]],
    fraction=[2.5, 0.5, 98765432.5, 2.0001],
    place=[2, 0, 77, 1],
)
def check_fractions(student, labels, fraction, place):
    """One float with a fractional part is enough for regression, wherever it stands.

    只要有一个带小数部分的浮点数，无论位置在哪里，就是回归。
    """
    assert_task(student, [*labels[:place], fraction, *labels[place:]], "regression")
    assert_task(student, ["cat"] * (len(labels) + 1), "classification")


def answered(task, label):
    return st.tuples(st.just(task), st.lists(label, min_size=1, max_size=5))


@given(
    answer=answered("classification", WORD)
    | answered("classification", st.integers(1, 30))
    | answered("regression", FRACTION),
    missing=st.lists(GAPS, min_size=1, max_size=4),
    place=st.integers(0, 5),
)
@examples(
    answer=[
        ("classification", [3, 1, 3]),
        ("classification", ["cat", "dog"]),
        ("regression", [1.5, 2.0]),
    ],
    missing=[[NAN], [None], [None, NAN]],
    place=[1, 0, 1],
)
def check_missing(student, answer, missing, place):
    """Missing labels, None or NaN, do not change the answer that the other labels give.

    缺失的标签（None 或 NaN）不会改变由其余标签得出的结果。
    """
    task, labels = answer
    assert_task(student, [*labels[:place], *missing, *labels[place:]], task)


@given(labels=st.lists(GAPS, max_size=20))
@examples(labels=[[], [None], [NAN], [None, NAN, None]])
def check_unlabelled(student, labels):
    """Where every label is missing, or the list is empty, the data is unlabelled.

    所有标签都缺失或列表为空时，数据没有标签。
    """
    assert_task(student, labels, "unlabelled")
    assert_task(student, ["cat"], "classification")


@few(
    8,
    names=st.lists(WORD, min_size=2, max_size=5, unique=True),
    numbers=several(FRACTION, 1, 4),
)
def check_labels_untouched(student, names, numbers):
    """The list of labels is not modified.

    标签列表没有被修改。
    """
    for labels, task in (
        ([names[0], None, *names[1:]], "classification"),
        (sorted(names, reverse=True), "classification"),
        ([*numbers, None, 0.5, NAN], "regression"),
    ):
        assert_equal(assert_keeps_arguments(student.task_type, (labels,), "labels"), task)


def check_cpu_growth(student, budget):
    """Its time grows like the number of labels, even if all of them differ.

    即使标签各不相同，用时也只随标签个数成比例增长。
    """

    def different(rng, n):
        labels = [f"species {i}" for i in rng.permutation(10_000)[:n].tolist()]
        if rng.integers(2):  # both tasks, time and again
            labels[-1] = 0.5
        return (labels,)

    grows = ("the number of labels", "标签的个数")
    budget.scaling("task_type", different, sizes=(150, 300, 600, 1200), grows=grows)
