"""Unpacking into n, c, h, w fits a batch of pictures and nothing else. A table has two axes, a batch
of videos five. Treat the shape as a sequence of any length.

拆成 n, c, h, w 只适用于一批图片。二维表有两个轴,一批视频有五个轴。请把形状当作任意长度的序列来处理。
"""

FAILS = (
    "check_samples", "check_features", "check_sample_shape", "check_ndim",
    "check_single_numbers", "check_empty",
)


def describe(x, batched):
    if batched:
        n, c, h, w = x.shape
    else:
        n, (c, h, w) = 1, x.shape
    return {"n_samples": n, "n_features": c * h * w, "sample_shape": (c, h, w), "ndim": 4}
