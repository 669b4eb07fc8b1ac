import torch

from autograder.checks import (
    LAYOUTS,
    as_number,
    assert_entry,
    assert_equal,
    assert_raises,
    assert_type,
    assert_varied,
    few,
    given,
    several,
    sizes,
    st,
    tensors,
)

KEYS = ["n_samples", "n_features", "sample_shape", "ndim"]
SHAPES = several(sizes(1, 4), 2, 5)
FOUR_AXES = st.tuples(*[sizes(1, 8)] * 4)


def entry(result, key):
    """One entry of the answer, with numbers of any type as int."""
    value = assert_entry(result, key)
    return [number(item) for item in value] if isinstance(value, tuple | list) else number(value)


def number(value):
    """`value` as an int where it is a whole number of another type; otherwise as it is."""
    value = as_number(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def entries(result):
    return [entry(result, key) for key in KEYS]


def described(student, shape):
    """The description of a batch; it has all entries, and those of a larger one differ."""
    larger = entries(student.describe(torch.zeros([size + 1 for size in shape]), True))
    result = student.describe(torch.zeros(shape), True)
    assert_varied(entries(result), larger)
    return result


def sample_shape(x, batched):
    return list(x.shape)[1:] if batched else list(x.shape)


def product(numbers):
    result = 1
    for factor in numbers:
        result *= factor
    return result


@given(x=tensors(SHAPES, label="x"), batched=st.booleans())
def check_samples(student, x, batched):
    """A batch has as many samples as its first axis is long; anything else is one sample.

    批次的样本数等于第一个轴的大小;不是批次时只有一个样本。
    """
    result = student.describe(x, batched)
    assert_equal(entry(result, "n_samples"), x.shape[0] if batched else 1)


@given(x=tensors(SHAPES, label="x"), batched=st.booleans())
def check_features(student, x, batched):
    """n_features counts every number of one sample, over all of its axes.

    n_features 统计一个样本中的全部数值,涵盖它的每一个轴。
    """
    result = student.describe(x, batched)
    assert_equal(entry(result, "n_features"), product(sample_shape(x, batched)))


@given(x=tensors(SHAPES, label="x"), batched=st.booleans())
def check_sample_shape(student, x, batched):
    """sample_shape lists the axes of one sample, without the axis that counts samples.

    sample_shape 列出一个样本的各个轴,不含用来数样本的那个轴。
    """
    result = student.describe(x, batched)
    assert_equal(entry(result, "sample_shape"), sample_shape(x, batched))


@given(x=tensors(SHAPES, label="x"), batched=st.booleans())
def check_ndim(student, x, batched):
    """ndim is the number of axes of the whole tensor, batched or not.

    ndim 是整个张量的轴数,与是否为批次无关。
    """
    assert_equal(entry(student.describe(x, batched), "ndim"), len(list(x.shape)))


@few(2, x=tensors((sizes(1, 40),), layouts=LAYOUTS[:1], label="x"))
def check_single_numbers(student, x):
    """A sample that is one single number has the shape () and one feature.

    如果一个样本只是一个数,它的形状是 (),特征数为 1。
    """
    for numbers, batched in ((x, True), (x[0], False)):
        result = student.describe(numbers, batched)
        assert_equal(entry(result, "n_features"), 1)
        assert_equal(entry(result, "sample_shape"), [])


@few(2, samples=sizes(1, 40), features=sizes(1, 40))
def check_empty(student, samples, features):
    """Axes of size 0 are counted like any others: no samples, or samples without features.

    大小为 0 的轴照常计数:没有样本,或者样本没有特征。
    """
    for shape in ((0, features), (samples, 0)):
        result = student.describe(torch.zeros(shape), True)
        assert_equal(entry(result, "n_samples"), shape[0])
        assert_equal(entry(result, "n_features"), shape[1])


@few(2, shape=FOUR_AXES)
def check_form(student, shape):
    """The result is a dict with exactly the four keys, three plain ints and a plain tuple of ints.

    结果是一个 dict,恰好包含四个键:三个普通的 int 和一个由 int 组成的普通 tuple。
    """
    result = described(student, shape)
    kinds = {key: type(value) for key, value in result.items()}
    assert_equal(kinds, {key: tuple if key == "sample_shape" else int for key in KEYS})
    for size in result["sample_shape"]:
        assert_type(size, int)


@few(2, shape=FOUR_AXES, x=tensors((), label="x"))
def check_missing_axis(student, shape, x):
    """A batch without any axis to count along raises ValueError; one with axes does not.

    没有任何轴可供计数的批次会抛出 ValueError;有轴的批次则不会。
    """
    described(student, shape)
    assert_raises(lambda: student.describe(x, True), "ValueError")


@few(2, shape=FOUR_AXES)
def check_without_data(student, shape):
    """Only the shape is read: a tensor on the meta device gets the same description.

    只读取形状:meta 设备上的张量得到同样的描述。
    """
    expected = described(student, shape)
    assert_equal(student.scenario.describe_without_data(shape, True), expected)
