"""numel() divided by the number of samples is right until the batch is empty: then it divides by zero.
An empty batch of rows with 7 columns still has 7 features. Start from the shape of one sample.

用 numel() 除以样本数,只要批次非空就是对的;批次为空时却会除以零。没有任何行的 7 列表格仍有 7 个特征。
请从一个样本的形状出发。
"""

FAILS = ("check_empty",)


def describe(x, batched):
    if batched and x.ndim == 0:
        raise ValueError("no axis")
    samples = x.shape[0] if batched else 1
    return {
        "n_samples": samples,
        "n_features": x.numel() // samples,
        "sample_shape": tuple(x.shape[1:]) if batched else tuple(x.shape),
        "ndim": x.ndim,
    }
