import torch

from autograder.checks import (
    assert_close,
    assert_equal,
    assert_raises,
    assert_tensor,
    assert_unchanged,
    expect,
    given,
    relayout,
    sizes,
    st,
    tensors,
)

SAMPLES = st.lists(sizes(0, 3), min_size=0, max_size=3).map(tuple)
BATCHES = st.lists(sizes(1, 3), min_size=1, max_size=4).map(tuple)


def numbers(low, high):
    """Consecutive numbers, because equal ones would hide a mix-up."""
    return torch.arange(low, high, dtype=torch.float32)


@given(x=tensors(SAMPLES, label="x"))
def check_single_sample(student, x):
    """One sample becomes a batch of one: a new first axis of size 1, the same numbers behind it.

    单个样本变成只含一个样本的批次:最前面多一个大小为 1 的轴,后面的数值不变。
    """
    out = assert_tensor(student.as_batch(x, x.ndim), shape=(1, *x.shape))
    assert_equal(out.double().tolist(), [x.double().tolist()])


@given(x=tensors(BATCHES, label="x"))
def check_batch_left_alone(student, x):
    """A batch keeps its shape and its numbers, also when some of its axes have size 1.

    批次的形状和数值都不变,即使某些轴的大小为 1。
    """
    out = assert_tensor(student.as_batch(x, x.ndim - 1), shape=tuple(x.shape))
    assert_equal(out.double().tolist(), x.double().tolist())


def check_empty_batch(student):
    """A batch without samples is a batch too.

    没有样本的批次也是批次。
    """
    assert_tensor(student.as_batch(torch.zeros(0, 3, 4), 2), shape=(0, 3, 4))


def check_other_shapes(student):
    """Too few or too many axes raise ValueError.

    轴太少或太多时抛出 ValueError。
    """
    for shape, sample_ndim in (((4, 5), 3), ((2, 3, 4, 5), 2), ((1, 1, 3), 1), ((), 1)):
        assert_raises(
            lambda s=shape, k=sample_ndim: student.as_batch(torch.zeros(s), k), "ValueError"
        )


def check_dtype(student):
    """The result has the dtype of the input, for whole numbers and booleans too.

    结果的 dtype 与输入相同,整数和布尔类型也不例外。
    """
    for dtype in (torch.uint8, torch.int64, torch.bool, torch.float64):
        assert_tensor(student.as_batch(torch.ones((2, 3), dtype=dtype), 2), dtype=dtype)
        assert_tensor(student.as_batch(torch.ones((2, 3), dtype=dtype), 1), dtype=dtype)


def check_shares_memory(student):
    """What is written into the input after the call shows in the result, in any memory layout.

    无论内存布局如何,调用之后写入输入的内容都会出现在结果中。
    """
    for layout in ("contiguous", "permuted", "sliced"):
        for sample_ndim in (3, 2):
            x = relayout(numbers(0, 24).reshape(2, 3, 4), layout)
            out = assert_tensor(student.scenario.write_after_call(x, sample_ndim))
            expect(out.numel() == 24, "the result has lost numbers", "结果缺少了一些数值")
            assert_close(out.float().reshape(-1), numbers(0, 24) * 2 + 100)


def check_gradient(student):
    """Gradients pass through the result back to the input, for a sample and for a batch.

    无论是单个样本还是批次,梯度都能经由结果传回输入。
    """
    x = numbers(1, 13).reshape(3, 4)
    for sample_ndim in (2, 1):
        assert_close(student.scenario.gradient(x, sample_ndim), 2 * x)


def check_arguments_untouched(student):
    """The input itself keeps its shape and its numbers.

    输入自身的形状和数值保持不变。
    """
    for sample_ndim in (2, 1):
        x = numbers(0, 6).reshape(2, 3)
        seen = student.as_batch.observe(x, sample_ndim)
        assert_unchanged(seen.arguments_after[0], x, "x")
