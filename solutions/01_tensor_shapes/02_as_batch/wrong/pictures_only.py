"""This fits pictures, whose samples have three axes. A row of a table has one and a grey picture
without channels two; that is what `sample_ndim` is for.

这只适用于样本有三个轴的图片。二维表的一行只有一个轴,不带通道的灰度图有两个;`sample_ndim` 正是为此而设。
"""

FAILS = (
    "check_single_sample", "check_batch_left_alone", "check_empty_batch", "check_other_shapes",
    "check_dtype", "check_gradient", "check_arguments_untouched",
)


def as_batch(x, sample_ndim):
    if x.ndim == 3:
        return x.unsqueeze(0)
    if x.ndim == 4:
        return x
    raise ValueError("neither a picture nor a batch of pictures")
