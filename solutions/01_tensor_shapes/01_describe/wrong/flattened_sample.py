"""A sample keeps its axes: 784 numbers in a row are not the same as a picture of 28 rows. sample_shape
asks how the features are arranged, n_features only how many there are.

样本保留自己的轴:排成一行的 784 个数与 28 行的图片并不是一回事。sample_shape 问的是特征如何排列,
n_features 才只问有多少个。
"""

FAILS = ("check_sample_shape",)


def describe(x, batched):
    if batched and x.ndim == 0:
        raise ValueError("no axis")
    sample = tuple(x.shape[1:]) if batched else tuple(x.shape)
    features = 1
    for size in sample:
        features *= size
    return {
        "n_samples": x.shape[0] if batched else 1,
        "n_features": features,
        "sample_shape": (features,) if sample else (),
        "ndim": x.ndim,
    }
