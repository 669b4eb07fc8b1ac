import torch

from autograder.checks import (
    LAYOUTS,
    assert_close,
    assert_numbers,
    assert_raises,
    assert_tensor,
    few,
    given,
    relayout,
    sizes,
    st,
)

# N, C, rows of patches, columns of patches, p
PLANS = st.tuples(sizes(1, 2), sizes(1, 3), sizes(1, 3), sizes(1, 4), sizes(1, 3))
DTYPES = (torch.uint8, torch.int64, torch.bool, torch.float64)
# N, C, rows and columns of patches, p of square pictures in colour
SQUARES = st.tuples(sizes(1, 3), sizes(2, 3), sizes(1, 3), sizes(2, 3))
STARTS = st.integers(1, 9999)


def pictures(n, c, h, w, start=1):
    """Pictures in which no number occurs twice, so that each one shows where it came from."""
    return torch.arange(start, start + n * c * h * w).float().reshape(n, c, h, w)


def cut(out, images):
    """What patchify answered, if it has three axes and all numbers of the images."""
    return assert_tensor(out, ndim=3, numel=images.numel())


def joined(out, patches):
    """What unpatchify answered, if it has four axes and all numbers of the patches."""
    return assert_tensor(out, ndim=4, numel=patches.numel())


def patches_of(images, p):
    """The definition, number by number, as nested lists."""
    _, c, h, w = images.shape
    return [
        [
            [x[k][top + i][left + j] for k in range(c) for i in range(p) for j in range(p)]
            for top in range(0, h, p)
            for left in range(0, w, p)
        ]
        for x in images.tolist()
    ]


@given(plan=PLANS)
def check_which_patch(student, plan):
    """Each patch holds the numbers of its own square, and patches are numbered row by row.

    每个小块包含自己那个方格中的数字,小块按行依次编号。
    """
    n, c, rows, columns, p = plan
    images = pictures(n, c, rows * p, columns * p)
    out = assert_tensor(student.patchify(images, p), shape=(n, rows * columns, c * p * p))
    expected = [[sorted(patch) for patch in picture] for picture in patches_of(images, p)]
    assert_numbers(out.double().sort(dim=2).values, expected, rtol=0, atol=0)


@given(n=sizes(1, 2), c=sizes(1, 3), p=sizes(1, 4), start=STARTS)
def check_order_inside(student, n, c, p, start):
    """Inside a patch the numbers come channel by channel, row by row, column by column.

    小块内部的数字依次按通道、行、列排列。
    """
    images = pictures(n, c, p, p, start)
    assert_numbers(student.patchify(images, p), patches_of(images, p), rtol=0, atol=0)


@given(plan=PLANS)
def check_unpatchify(student, plan):
    """unpatchify puts every number of the patches back in its place, for pictures of any shape.

    无论图片形状如何,unpatchify 都把小块中的每个数字放回原位。
    """
    n, c, rows, columns, p = plan
    images = pictures(n, c, rows * p, columns * p)
    patches = torch.tensor(patches_of(images, p))
    assert_numbers(student.unpatchify(patches, p, (c, rows * p, columns * p)), images)


@few(3, p=sizes(2, 4), rest=sizes(0, 2), times=sizes(1, 3), start=STARTS)
def check_not_divisible(student, p, rest, times, start):
    """A patch size raises ValueError unless it divides height and width.

    除非小块的边长能整除高和宽,否则抛出 ValueError。
    """
    square = pictures(2, 1, times * p, times * p, start)
    cut(student.patchify(square, p), square)
    rest = 1 + rest % (p - 1)
    uneven = times * p + rest
    # In the first two the area does hold whole patches.
    for h, w in ((p * p, uneven), (uneven, p * p), (uneven, uneven), (rest, rest)):
        images = pictures(2, 1, h, w, start)
        assert_raises(lambda x=images: student.patchify(x, p), "ValueError")


@few(3, plan=SQUARES, start=STARTS)
def check_any_layout(student, plan, start):
    """Slices and transposed views give the same result as fresh copies of them.

    切片或转置得到的视图,与其新副本的结果相同。
    """
    n, c, rows, p = plan
    side = rows * p
    for layout in LAYOUTS[1:]:
        images = relayout(pictures(n + 1, c, side, side, start), layout)
        expected = cut(student.patchify(images.contiguous(), p), images)
        assert_close(student.patchify(images, p), expected)
        patches = relayout(images.reshape(n + 1, rows * rows, c * p * p), layout)
        result = student.unpatchify(patches.contiguous(), p, (c, side, side))
        expected = joined(result, patches)
        assert_close(student.unpatchify(patches, p, (c, side, side)), expected)


@few(3, c=sizes(2, 3), rows=sizes(1, 6), p=sizes(1, 6))
def check_empty_batch(student, c, rows, p):
    """A batch without pictures goes there and back.

    没有图片的批次也能切开并还原。
    """
    side, patch = rows * p, c * p * p
    out = student.patchify(torch.zeros(0, c, side, side), p)
    assert_tensor(out, shape=(0, rows * rows, patch))
    out = student.unpatchify(torch.zeros(0, rows * rows, patch), p, (c, side, side))
    assert_tensor(out, shape=(0, c, side, side))


@few(3, plan=SQUARES, start=STARTS)
def check_dtype(student, plan, start):
    """Both functions keep the dtype, for whole numbers and booleans too.

    两个函数都保持 dtype,整数和布尔类型也不例外。
    """
    n, c, rows, p = plan
    side = rows * p
    numbers = pictures(n, c, side, side, start) % 100
    for dtype in DTYPES:
        images = numbers.to(dtype)
        assert_tensor(cut(student.patchify(images, p), images), dtype=dtype)
        patches = images.reshape(n, rows * rows, c * p * p)
        out = student.unpatchify(patches, p, (c, side, side))
        assert_tensor(joined(out, patches), dtype=dtype)


@few(3, plan=SQUARES, start=STARTS)
def check_gradient(student, plan, start):
    """Gradients pass back through both functions to every number.

    梯度经由两个函数传回每一个数字。
    """
    n, c, rows, p = plan
    shape = (c, rows * p, rows * p)
    images = pictures(n, *shape, start)
    patches = images.reshape(n, rows * rows, c * p * p)
    cut(student.patchify(images, p), images)
    assert_close(student.scenario.gradient("patchify", images, p), 2 * images)
    joined(student.unpatchify(patches, p, shape), patches)
    gradient = student.scenario.gradient("unpatchify", patches, p, shape)
    assert_close(gradient, 2 * patches)


def check_cpu_budget(student, budget):
    """No Python loop over pictures and patches is needed: at most {limit} times the
    reference's time.

    不需要用 Python 循环遍历图片和小块:用时不超过参考答案的 {limit} 倍。
    """
    budget.compare(
        "patchify",
        lambda rng: (torch.from_numpy(rng.integers(0, 99, (16, 1, 16, 16)).astype("float32")), 4),
    )
