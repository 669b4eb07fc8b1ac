import torch

from autograder.checks import (
    LAYOUTS,
    assert_close,
    assert_equal,
    assert_keeps_arguments,
    assert_numbers,
    assert_tensor,
    examples,
    expect,
    few,
    given,
    relayout,
    sizes,
    st,
    tensors,
)

SHAPE = (sizes(1, 3), sizes(1, 4), sizes(1, 4), sizes(1, 4))


def pictures(high=255, layouts=LAYOUTS[:1], shape=SHAPE):
    return tensors(shape, torch.uint8, low=0, high=high, layouts=layouts, label="images")


def photographs(low):
    """Shapes of pictures in colour that are wider than high; no axis is shorter than `low`."""
    plans = st.tuples(sizes(low, low + 2), sizes(low, low + 3), sizes(1, 4))
    return plans.map(lambda plan: (plan[0], plan[1], plan[1] + plan[2], 3))


def converted(out, images):
    """An answer with decimals and all numbers of the images, in whatever order."""
    out = assert_tensor(out, numel=images.numel())
    expect(out.is_floating_point(), "the result has no decimals", "结果不是浮点数")
    return out


def expected(x):
    """The definition, pixel by pixel; independent of any axis operation."""
    n, h, w, c = x.shape
    rows = x.tolist()
    places = [(i, j, k, m) for i in range(n) for m in range(c) for j in range(h) for k in range(w)]
    values = [rows[i][j][k][m] / 255 for i, j, k, m in places]
    return torch.tensor(values, dtype=torch.float32).reshape(n, c, h, w)


@given(images=pictures() | pictures(high=1))
def check_values(student, images):
    """Every pixel keeps its picture, its place and its channel, and 255 becomes 1.

    每个像素仍属于原来的图片、位置和通道,并且 255 变为 1。
    """
    assert_numbers(student.nhwc_to_nchw(images), expected(images))


@few(3, n=sizes(2, 6), h=sizes(1, 5), more=sizes(1, 5), pixel=st.integers(0, 255))
def check_dtype_and_shape(student, n, h, more, pixel):
    """The result is float32 of shape (N, C, H, W), for any number of channels.

    无论有多少个通道,结果都是形状为 (N, C, H, W) 的 float32 张量。
    """
    w = h + more
    for before, after in (
        ((n, h, w, 1), (n, 1, h, w)),
        ((1, w, h, 3), (1, 3, w, h)),
        ((n, 1, 1, 4), (n, 4, 1, 1)),
    ):
        out = student.nhwc_to_nchw(torch.full(before, pixel, dtype=torch.uint8))
        assert_tensor(out, shape=after, dtype=torch.float32)


@given(images=pictures(layouts=LAYOUTS[1:]))
@examples(images=[relayout(torch.arange(12, dtype=torch.uint8).reshape(1, 2, 3, 2), "permuted")])
def check_any_layout(student, images):
    """A slice or a transposed view gives the same result as a fresh copy of it.

    切片或转置得到的视图,与其新副本的结果相同。
    """
    result = converted(student.nhwc_to_nchw(images.contiguous()), images)
    assert_close(student.nhwc_to_nchw(images), result)


@few(3, shape=photographs(2))
def check_empty_batch(student, shape):
    """A batch of zero pictures gives a batch of zero pictures.

    零张图片的批次得到零张图片的批次。
    """
    _, h, w, c = shape
    out = student.nhwc_to_nchw(torch.zeros((0, h, w, c), dtype=torch.uint8))
    assert_tensor(out, shape=(0, c, h, w))


@few(3, images=pictures(shape=photographs(2)))
def check_contiguous(student, images):
    """The result is contiguous in memory.

    结果在内存中是连续的。
    """
    out = converted(student.nhwc_to_nchw(images), images)
    assert_tensor(out, contiguous=True)


@few(3, images=pictures(shape=photographs(2)))
def check_arguments_untouched(student, images):
    """The input keeps its shape and its numbers.

    输入的形状和数值保持不变。
    """
    converted(assert_keeps_arguments(student.nhwc_to_nchw, (images,), "images"), images)


@few(3, shape=photographs(4))
def check_any_device(student, shape):
    """The result is on the device of the images: the meta device, which has shapes but no numbers.

    结果与图片位于同一设备:这里是 meta 设备,它只有形状而没有数值。
    """
    device, new_shape = student.scenario.convert_without_data(shape)
    assert_equal(device, "meta")
    assert_equal(sorted(new_shape), sorted(shape))
    expect(new_shape[1] == 3, "the channels are not at axis 1", "通道不在第 1 个轴上")


def check_cpu_budget(student, budget):
    """It needs no Python loop over pixels: at most {limit} times the reference's time.

    不需要用 Python 循环遍历像素:用时不超过参考答案的 {limit} 倍。
    """

    def images(rng):
        drawn = rng.integers(0, 256, (2, 16, 16, 3)).astype("uint8")
        drawn[:, 0, 0, 0], drawn[:, 15, 15, 2] = 0, 255  # no answer may be right by chance
        return (torch.from_numpy(drawn),)

    budget.verify = assert_numbers  # dtype and layout have checks of their own
    budget.compare("nhwc_to_nchw", images)
