"""In a table the second axis counts the features, because a sample is one row. A picture has more
axes than that, and every one of its pixels is a feature. Ask how many numbers one sample holds.

在二维表中,样本就是一行,所以第二个轴的大小就是特征数。图片的轴更多,而它的每个像素都是一个特征。
想一想:一个样本总共包含多少个数?
"""

FAILS = ("check_features",)


def describe(x, batched):
    if batched and x.ndim == 0:
        raise ValueError("no axis")
    sample = tuple(x.shape[1:]) if batched else tuple(x.shape)
    return {
        "n_samples": x.shape[0] if batched else 1,
        "n_features": x.shape[1] if x.ndim > 1 else 1,
        "sample_shape": sample,
        "ndim": x.ndim,
    }
