import torch

from autograder.checks import (
    LAYOUTS,
    assert_close,
    assert_equal,
    assert_raises,
    assert_tensor,
    given,
    relayout,
    sizes,
    st,
)

# N, C, rows of patches, columns of patches, p
PLANS = st.tuples(sizes(1, 2), sizes(1, 3), sizes(1, 3), sizes(1, 4), sizes(1, 3))
DTYPES = (torch.uint8, torch.int64, torch.bool, torch.float64)


def pictures(n, c, h, w):
    """Pictures in which no number occurs twice, so that each one shows where it came from."""
    return torch.arange(1.0, n * c * h * w + 1).reshape(n, c, h, w)


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
    assert_equal(out.double().sort(dim=2).values.tolist(), expected)


@given(n=sizes(1, 2), c=sizes(1, 3), p=sizes(1, 4))
def check_order_inside(student, n, c, p):
    """Inside a patch the numbers come channel by channel, row by row, column by column.

    小块内部的数字依次按通道、行、列排列。
    """
    images = pictures(n, c, p, p)
    out = assert_tensor(student.patchify(images, p), shape=(n, 1, c * p * p))
    assert_equal(out.double().tolist(), patches_of(images, p))


@given(plan=PLANS)
def check_unpatchify(student, plan):
    """unpatchify puts every number of the patches back in its place, for pictures of any shape.

    无论图片形状如何,unpatchify 都把小块中的每个数字放回原位。
    """
    n, c, rows, columns, p = plan
    images = pictures(n, c, rows * p, columns * p)
    patches = torch.tensor(patches_of(images, p))
    out = assert_tensor(student.unpatchify(patches, p, (c, rows * p, columns * p)))
    assert_close(out.float(), images)


def check_not_divisible(student):
    """A patch size that does not divide height and width raises ValueError.

    如果小块的边长不能整除高和宽,就抛出 ValueError。
    """
    for h, w, p in ((4, 5, 2), (5, 4, 2), (7, 7, 3), (2, 2, 3)):
        images = torch.zeros(2, 3, h, w)
        assert_raises(lambda x=images, p=p: student.patchify(x, p), "ValueError")


def check_any_layout(student):
    """Slices and transposed views give the same result as fresh copies of them.

    切片或转置得到的视图,与其新副本的结果相同。
    """
    for layout in LAYOUTS[1:]:
        images = relayout(pictures(2, 2, 4, 4), layout)
        expected = assert_tensor(student.patchify(images.contiguous(), 2))
        assert_close(student.patchify(images, 2), expected)
        patches = relayout(torch.arange(64.0).reshape(2, 4, 8), layout)
        expected = assert_tensor(student.unpatchify(patches.contiguous(), 2, (2, 4, 4)))
        assert_close(student.unpatchify(patches, 2, (2, 4, 4)), expected)


def check_empty_batch(student):
    """A batch without pictures goes there and back.

    没有图片的批次也能切开并还原。
    """
    assert_tensor(student.patchify(torch.zeros(0, 2, 4, 4), 2), shape=(0, 4, 8))
    assert_tensor(student.unpatchify(torch.zeros(0, 4, 8), 2, (2, 4, 4)), shape=(0, 2, 4, 4))


def check_dtype(student):
    """Both functions keep the dtype, for whole numbers and booleans too.

    两个函数都保持 dtype,整数和布尔类型也不例外。
    """
    for dtype in DTYPES:
        assert_tensor(student.patchify(torch.ones((1, 2, 4, 4), dtype=dtype), 2), dtype=dtype)
        patches = torch.ones((1, 4, 8), dtype=dtype)
        assert_tensor(student.unpatchify(patches, 2, (2, 4, 4)), dtype=dtype)


def check_gradient(student):
    """Gradients pass back through both functions to every number.

    梯度经由两个函数传回每一个数字。
    """
    images = pictures(2, 2, 4, 4)
    assert_close(student.scenario.gradient("patchify", images, 2), 2 * images)
    patches = images.reshape(2, 4, 8)
    gradient = student.scenario.gradient("unpatchify", patches, 2, (2, 4, 4))
    assert_close(gradient, 2 * patches)


def check_cpu_budget(student, budget):
    """No Python loop over pictures and patches is needed: at most 25 times the reference's time.

    不需要用 Python 循环遍历图片和小块:用时不超过参考答案的 25 倍。
    """
    budget.compare(
        "patchify",
        lambda rng: (torch.from_numpy(rng.integers(0, 99, (16, 1, 16, 16)).astype("float32")), 4),
    )
