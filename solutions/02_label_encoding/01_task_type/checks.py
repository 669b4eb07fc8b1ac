from autograder.checks import assert_equal, assert_unchanged, example, given, st

NAN = float("nan")
KNOWN = st.sampled_from(["setosa", "cat", "yes", "2", "3.7", "nan", ""])
NAMES = KNOWN | st.text("abc 5.", max_size=4)
WHOLE = st.integers(-50, 50).map(float)
FRACTION = st.integers(-40, 40).map(lambda n: n + 0.5)


def assert_task(student, labels, expected):
    assert_equal(student.task_type(labels), expected)


@given(labels=st.lists(NAMES, min_size=1, max_size=8))
@example(labels=["3.7"])
@example(labels=["nan"])
@example(labels=[""])
@example(labels=[f"species {i}" for i in range(150)])
def check_names(student, labels):
    """Strings are names, whatever they look like and however many there are.

    字符串都是名称，无论它们看起来像什么、有多少种。
    """
    assert_task(student, labels, "classification")


@given(labels=st.lists(st.integers(-300, 300), min_size=1, max_size=30))
@example(labels=[0])
@example(labels=list(range(150)))
def check_integers(student, labels):
    """Integers are class numbers, whether there are two different ones or a hundred.

    整数是类别编号，无论只有两种还是有上百种。
    """
    assert_task(student, labels, "classification")


def check_huge_integers(student):
    """Integers stay class numbers when they are larger than any float or any int64.

    即使整数大到超出 float 或 int64 的范围，它们仍是类别编号。
    """
    for labels in ([2**63], [-(10**30), 1], [1, 10**400]):
        assert_task(student, labels, "classification")


@given(labels=st.lists(st.booleans(), min_size=1, max_size=8))
@example(labels=[False])
def check_booleans(student, labels):
    """True and False are two classes.

    True 和 False 是两个类别。
    """
    assert_task(student, labels, "classification")


@given(labels=st.lists(WHOLE, min_size=1, max_size=30))
@example(labels=[0.0])
@example(labels=[1.0, 2.0])
def check_whole_floats(student, labels):
    """Floats that are all whole numbers are class numbers that a file stored as floats.

    数值全为整数的浮点数，只是被文件存成浮点数的类别编号。
    """
    assert_task(student, labels, "classification")


@given(labels=st.lists(WHOLE, max_size=20), fraction=FRACTION, place=st.integers(0, 20))
@example(labels=[1.0, 2.0], fraction=2.5, place=2)
@example(labels=[], fraction=0.5, place=0)
@example(labels=[1.0] * 200, fraction=98765432.5, place=77)
@example(labels=[3.0], fraction=2.0001, place=1)
def check_fractions(student, labels, fraction, place):
    """One float with a fractional part is enough for regression, wherever it stands.

    只要有一个带小数部分的浮点数，无论位置在哪里，就是回归。
    """
    assert_task(student, [*labels[:place], fraction, *labels[place:]], "regression")


ANSWERS = (
    ("classification", ["cat", "dog"]),
    ("classification", [3, 1, 3]),
    ("regression", [1.5, 2.0]),
)


@given(
    answer=st.sampled_from(ANSWERS),
    missing=st.lists(st.sampled_from([None, NAN]), min_size=1, max_size=4),
    place=st.integers(0, 3),
)
@example(answer=ANSWERS[1], missing=[NAN], place=1)
@example(answer=ANSWERS[0], missing=[None], place=0)
def check_missing(student, answer, missing, place):
    """Missing labels, None or NaN, do not change the answer that the other labels give.

    缺失的标签（None 或 NaN）不会改变由其余标签得出的结果。
    """
    task, labels = answer
    assert_task(student, [*labels[:place], *missing, *labels[place:]], task)


def check_unlabelled(student):
    """Where every label is missing, or the list is empty, the data is unlabelled.

    所有标签都缺失或列表为空时，数据没有标签。
    """
    for labels in ([], [None], [NAN], [None, NAN, None]):
        assert_task(student, labels, "unlabelled")


def check_labels_untouched(student):
    """The list of labels is not modified.

    标签列表没有被修改。
    """
    for labels in ([2.0, None, 1.0, NAN], ["b", None, "a"], [3, 1, 2]):
        seen = student.task_type.observe(labels)
        assert_unchanged(seen.arguments_after[0], labels, "labels")
