import torch

from autograder.checks import (
    LAYOUTS,
    assert_close,
    assert_equal,
    assert_tensor,
    assert_unchanged,
    given,
    sizes,
    tensors,
)

SHAPE = (sizes(1, 3), sizes(1, 4), sizes(1, 4), sizes(1, 4))


def pictures(high=255, layouts=LAYOUTS[:1]):
    return tensors(SHAPE, torch.uint8, low=0, high=high, layouts=layouts, label="images")


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
    out = assert_tensor(student.nhwc_to_nchw(images))
    assert_close(out.float(), expected(images))


def check_dtype_and_shape(student):
    """The result is float32 of shape (N, C, H, W), for any number of channels.

    无论有多少个通道,结果都是形状为 (N, C, H, W) 的 float32 张量。
    """
    for shape in ((2, 3, 5, 1), (1, 4, 2, 3), (3, 1, 1, 4)):
        n, h, w, c = shape
        out = student.nhwc_to_nchw(torch.zeros(shape, dtype=torch.uint8))
        assert_tensor(out, shape=(n, c, h, w), dtype=torch.float32)


@given(images=pictures(layouts=LAYOUTS[1:]))
def check_any_layout(student, images):
    """A slice or a transposed view gives the same result as a fresh copy of it.

    切片或转置得到的视图,与其新副本的结果相同。
    """
    fresh = images.contiguous()
    assert_close(student.nhwc_to_nchw(images), assert_tensor(student.nhwc_to_nchw(fresh)))


def check_empty_batch(student):
    """A batch of zero pictures gives a batch of zero pictures.

    零张图片的批次得到零张图片的批次。
    """
    out = student.nhwc_to_nchw(torch.zeros((0, 4, 5, 3), dtype=torch.uint8))
    assert_tensor(out, shape=(0, 3, 4, 5))


def check_contiguous(student):
    """The result is contiguous in memory.

    结果在内存中是连续的。
    """
    picture = torch.arange(2 * 3 * 4 * 3, dtype=torch.uint8).reshape(2, 3, 4, 3)
    assert_tensor(student.nhwc_to_nchw(picture), contiguous=True)


def check_arguments_untouched(student):
    """The input keeps its shape and its numbers.

    输入的形状和数值保持不变。
    """
    before = torch.arange(24, dtype=torch.uint8).reshape(1, 2, 4, 3)
    seen = student.nhwc_to_nchw.observe(before)
    assert_unchanged(seen.arguments_after[0], before, "images")


def check_any_device(student):
    """The result is on the device of the images: the meta device, which has shapes but no numbers.

    结果与图片位于同一设备:这里是 meta 设备,它只有形状而没有数值。
    """
    device, shape = student.scenario.convert_without_data((2, 4, 4, 3))
    assert_equal(device, "meta")
    assert_equal(sorted(shape), [2, 3, 4, 4])


def same_values(out, reference):
    """Compare values alone; dtype and memory layout have checks of their own."""
    assert_close(assert_tensor(out).float(), reference)


def check_cpu_budget(student, budget):
    """It needs no Python loop over pixels: at most 20 times the reference's time.

    不需要用 Python 循环遍历像素:用时不超过参考答案的 20 倍。
    """
    budget.verify = same_values
    budget.compare(
        "nhwc_to_nchw",
        lambda rng: (torch.from_numpy(rng.integers(0, 256, (2, 16, 16, 3)).astype("uint8")),),
    )
