import torch

from autograder.checks import (
    LAYOUTS,
    assert_close,
    assert_keeps_arguments,
    assert_numbers,
    assert_raises,
    assert_tensor,
    examples,
    expect,
    few,
    relayout,
    several,
    sizes,
    tensors,
)

SAMPLES = several(sizes(0, 3), 0, 3)
BATCHES = several(sizes(1, 3), 1, 4)


def fresh(axes, dtype=torch.float32, low=1, high=99):
    """A tensor whose numbers lie in order; no axis has size 1, and no number is 0."""
    shape = [sizes(2, 5)] * axes
    return tensors(shape, dtype, low=low, high=high, layouts=LAYOUTS[:1], label="x")


def batch_of(out, x, sample_ndim):
    """An answer with all numbers of x and with more axes than a sample has, wherever they are."""
    out = assert_tensor(out, numel=x.numel())
    expect(
        out.ndim > sample_ndim,
        "no axis of the result counts samples",
        "结果没有用来数样本的轴",
    )
    return out


@few(10, x=tensors(SAMPLES, label="x"))
@examples(x=[relayout(torch.arange(12.0).reshape(s), "permuted") for s in ((1, 3, 4), (3, 4))])
def check_single_sample(student, x):
    """One sample becomes a batch of one: a new first axis of size 1, the same numbers behind it.

    单个样本变成只含一个样本的批次:最前面多一个大小为 1 的轴,后面的数值不变。
    """
    assert_numbers(student.as_batch(x, x.ndim), x[None], rtol=0, atol=0)


@few(10, x=tensors(BATCHES, label="x"))
def check_batch_left_alone(student, x):
    """A batch keeps its shape and its numbers, whatever its sizes; only a sample gets an axis.

    无论各轴的大小如何,批次的形状和数值都不变;只有单个样本才会多出一个轴。
    """
    batch_of(student.as_batch(x.contiguous(), x.ndim), x, x.ndim)
    assert_numbers(student.as_batch(x, x.ndim - 1), x, rtol=0, atol=0)


@few(2, height=sizes(2, 40), width=sizes(2, 40))
def check_empty_batch(student, height, width):
    """A batch without samples is a batch too, and a sample without numbers is a sample.

    没有样本的批次也是批次,没有数值的样本也是样本。
    """
    x = torch.zeros(0, height, width)
    batch_of(student.as_batch(x, 3), x, 3)
    assert_tensor(student.as_batch(x, 2), shape=(0, height, width))


@few(2, x=fresh(axes=4))
def check_other_shapes(student, x):
    """Too few or too many axes raise ValueError, the right number does not.

    轴太少或太多时抛出 ValueError,个数正确时则不会。
    """
    batch_of(student.as_batch(x[0], 3), x[0], 3)
    for other, sample_ndim in ((x[0, 0], 3), (x, 2), (x[:1, :1, 0], 1), (x[0, 0, 0, 0], 1)):
        assert_raises(lambda o=other, k=sample_ndim: student.as_batch(o, k), "ValueError")


@few(2, x=fresh(axes=2, dtype=torch.int64))
def check_dtype(student, x):
    """The result has the dtype of the input, for whole numbers and booleans too.

    结果的 dtype 与输入相同,整数和布尔类型也不例外。
    """
    for dtype in (torch.int64, torch.bool, torch.float64):
        for sample_ndim in (2, 1):
            out = batch_of(student.as_batch(x.to(dtype), sample_ndim), x, sample_ndim)
            assert_tensor(out, dtype=dtype)


@few(2, x=fresh(axes=3))
def check_shares_memory(student, x):
    """What is written into the input after the call shows in the result, in any memory layout.

    无论内存布局如何,调用之后写入输入的内容都会出现在结果中。
    """
    for layout in ("contiguous", "permuted", "sliced"):
        for sample_ndim in (3, 2):
            out = student.scenario.write_after_call(relayout(x, layout), sample_ndim)
            out = batch_of(out, x, sample_ndim)
            assert_numbers(out.reshape(-1), x.reshape(-1) * 2 + 100)


@few(2, x=fresh(axes=2))
def check_gradient(student, x):
    """Gradients pass through the result back to the input, for a sample and for a batch.

    无论是单个样本还是批次,梯度都能经由结果传回输入。
    """
    batch_of(student.as_batch(x, 2), x, 2)
    for sample_ndim in (2, 1):
        assert_close(student.scenario.gradient(x, sample_ndim), 2 * x)


@few(2, x=fresh(axes=2))
def check_arguments_untouched(student, x):
    """The input itself keeps its shape and its numbers.

    输入自身的形状和数值保持不变。
    """
    for sample_ndim in (2, 1):
        out = assert_keeps_arguments(student.as_batch, (x, sample_ndim), "x")
        batch_of(out, x, sample_ndim)
